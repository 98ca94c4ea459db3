var Ce=Object.defineProperty;var Oe=Object.getOwnPropertyDescriptor;var p=(n,e,t,s)=>{for(var r=s>1?void 0:s?Oe(e,t):e,i=n.length-1,o;i>=0;i--)(o=n[i])&&(r=(s?o(e,t,r):o(r))||r);return s&&r&&Ce(e,t,r),r};var it=globalThis,ot=it.ShadowRoot&&(it.ShadyCSS===void 0||it.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Et=Symbol(),It=new WeakMap,J=class{constructor(e,t,s){if(this._$cssResult$=!0,s!==Et)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if(ot&&e===void 0){let s=t!==void 0&&t.length===1;s&&(e=It.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),s&&It.set(t,e))}return e}toString(){return this.cssText}},zt=n=>new J(typeof n=="string"?n:n+"",void 0,Et),_=(n,...e)=>{let t=n.length===1?n[0]:e.reduce((s,r,i)=>s+(o=>{if(o._$cssResult$===!0)return o.cssText;if(typeof o=="number")return o;throw Error("Value passed to 'css' function must be a 'css' function result: "+o+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(r)+n[i+1],n[0]);return new J(t,n,Et)},Ft=(n,e)=>{if(ot)n.adoptedStyleSheets=e.map(t=>t instanceof CSSStyleSheet?t:t.styleSheet);else for(let t of e){let s=document.createElement("style"),r=it.litNonce;r!==void 0&&s.setAttribute("nonce",r),s.textContent=t.cssText,n.appendChild(s)}},Tt=ot?n=>n:n=>n instanceof CSSStyleSheet?(e=>{let t="";for(let s of e.cssRules)t+=s.cssText;return zt(t)})(n):n;var{is:ke,defineProperty:Re,getOwnPropertyDescriptor:Me,getOwnPropertyNames:Pe,getOwnPropertySymbols:De,getPrototypeOf:He}=Object,at=globalThis,Bt=at.trustedTypes,Le=Bt?Bt.emptyScript:"",Ne=at.reactiveElementPolyfillSupport,G=(n,e)=>n,Q={toAttribute(n,e){switch(e){case Boolean:n=n?Le:null;break;case Object:case Array:n=n==null?n:JSON.stringify(n)}return n},fromAttribute(n,e){let t=n;switch(e){case Boolean:t=n!==null;break;case Number:t=n===null?null:Number(n);break;case Object:case Array:try{t=JSON.parse(n)}catch{t=null}}return t}},lt=(n,e)=>!ke(n,e),Vt={attribute:!0,type:String,converter:Q,reflect:!1,useDefault:!1,hasChanged:lt};Symbol.metadata??=Symbol("metadata"),at.litPropertyMetadata??=new WeakMap;var O=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=Vt){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let s=Symbol(),r=this.getPropertyDescriptor(e,s,t);r!==void 0&&Re(this.prototype,e,r)}}static getPropertyDescriptor(e,t,s){let{get:r,set:i}=Me(this.prototype,e)??{get(){return this[t]},set(o){this[t]=o}};return{get:r,set(o){let a=r?.call(this);i?.call(this,o),this.requestUpdate(e,a,s)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??Vt}static _$Ei(){if(this.hasOwnProperty(G("elementProperties")))return;let e=He(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(G("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(G("properties"))){let t=this.properties,s=[...Pe(t),...De(t)];for(let r of s)this.createProperty(r,t[r])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[s,r]of t)this.elementProperties.set(s,r)}this._$Eh=new Map;for(let[t,s]of this.elementProperties){let r=this._$Eu(t,s);r!==void 0&&this._$Eh.set(r,t)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let s=new Set(e.flat(1/0).reverse());for(let r of s)t.unshift(Tt(r))}else e!==void 0&&t.push(Tt(e));return t}static _$Eu(e,t){let s=t.attribute;return s===!1?void 0:typeof s=="string"?s:typeof e=="string"?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let s of t.keys())this.hasOwnProperty(s)&&(e.set(s,this[s]),delete this[s]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Ft(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,s){this._$AK(e,s)}_$ET(e,t){let s=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,s);if(r!==void 0&&s.reflect===!0){let i=(s.converter?.toAttribute!==void 0?s.converter:Q).toAttribute(t,s.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let s=this.constructor,r=s._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let i=s.getPropertyOptions(r),o=typeof i.converter=="function"?{fromAttribute:i.converter}:i.converter?.fromAttribute!==void 0?i.converter:Q;this._$Em=r;let a=o.fromAttribute(t,i.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,s,r=!1,i){if(e!==void 0){let o=this.constructor;if(r===!1&&(i=this[e]),s??=o.getPropertyOptions(e),!((s.hasChanged??lt)(i,t)||s.useDefault&&s.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(o._$Eu(e,s))))return;this.C(e,t,s)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(e,t,{useDefault:s,reflect:r,wrapped:i},o){s&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,o??t??this[e]),i!==!0||o!==void 0)||(this._$AL.has(e)||(this.hasUpdated||s||(t=void 0),this._$AL.set(e,t)),r===!0&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(t){Promise.reject(t)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[r,i]of this._$Ep)this[r]=i;this._$Ep=void 0}let s=this.constructor.elementProperties;if(s.size>0)for(let[r,i]of s){let{wrapped:o}=i,a=this[r];o!==!0||this._$AL.has(r)||a===void 0||this.C(r,void 0,i,a)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(s=>s.hostUpdate?.()),this.update(t)):this._$EM()}catch(s){throw e=!1,this._$EM(),s}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(t=>t.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(t=>this._$ET(t,this[t])),this._$EM()}updated(e){}firstUpdated(e){}};O.elementStyles=[],O.shadowRootOptions={mode:"open"},O[G("elementProperties")]=new Map,O[G("finalized")]=new Map,Ne?.({ReactiveElement:O}),(at.reactiveElementVersions??=[]).push("2.1.2");var Ot=globalThis,jt=n=>n,ct=Ot.trustedTypes,qt=ct?ct.createPolicy("lit-html",{createHTML:n=>n}):void 0,kt="$lit$",k=`lit$${Math.random().toFixed(9).slice(2)}$`,Rt="?"+k,We=`<${Rt}>`,I=document,tt=()=>I.createComment(""),et=n=>n===null||typeof n!="object"&&typeof n!="function",Mt=Array.isArray,Qt=n=>Mt(n)||typeof n?.[Symbol.iterator]=="function",Ct=`[ 	
\f\r]`,X=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Kt=/-->/g,Zt=/>/g,W=RegExp(`>|${Ct}(?:([^\\s"'>=/]+)(${Ct}*=${Ct}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),Yt=/'/g,Jt=/"/g,Xt=/^(?:script|style|textarea|title)$/i,Pt=n=>(e,...t)=>({_$litType$:n,strings:e,values:t}),d=Pt(1),Dt=Pt(2),Ds=Pt(3),$=Symbol.for("lit-noChange"),c=Symbol.for("lit-nothing"),Gt=new WeakMap,U=I.createTreeWalker(I,129);function te(n,e){if(!Mt(n)||!n.hasOwnProperty("raw"))throw Error("invalid template strings array");return qt!==void 0?qt.createHTML(e):e}var ee=(n,e)=>{let t=n.length-1,s=[],r,i=e===2?"<svg>":e===3?"<math>":"",o=X;for(let a=0;a<t;a++){let l=n[a],u,h,m=-1,v=0;for(;v<l.length&&(o.lastIndex=v,h=o.exec(l),h!==null);)v=o.lastIndex,o===X?h[1]==="!--"?o=Kt:h[1]!==void 0?o=Zt:h[2]!==void 0?(Xt.test(h[2])&&(r=RegExp("</"+h[2],"g")),o=W):h[3]!==void 0&&(o=W):o===W?h[0]===">"?(o=r??X,m=-1):h[1]===void 0?m=-2:(m=o.lastIndex-h[2].length,u=h[1],o=h[3]===void 0?W:h[3]==='"'?Jt:Yt):o===Jt||o===Yt?o=W:o===Kt||o===Zt?o=X:(o=W,r=void 0);let H=o===W&&n[a+1].startsWith("/>")?" ":"";i+=o===X?l+We:m>=0?(s.push(u),l.slice(0,m)+kt+l.slice(m)+k+H):l+k+(m===-2?a:H)}return[te(n,i+(n[t]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),s]},st=class n{constructor({strings:e,_$litType$:t},s){let r;this.parts=[];let i=0,o=0,a=e.length-1,l=this.parts,[u,h]=ee(e,t);if(this.el=n.createElement(u,s),U.currentNode=this.el.content,t===2||t===3){let m=this.el.content.firstChild;m.replaceWith(...m.childNodes)}for(;(r=U.nextNode())!==null&&l.length<a;){if(r.nodeType===1){if(r.hasAttributes())for(let m of r.getAttributeNames())if(m.endsWith(kt)){let v=h[o++],H=r.getAttribute(m).split(k),rt=/([.?@])?(.*)/.exec(v);l.push({type:1,index:i,name:rt[2],strings:H,ctor:rt[1]==="."?pt:rt[1]==="?"?ht:rt[1]==="@"?ut:F}),r.removeAttribute(m)}else m.startsWith(k)&&(l.push({type:6,index:i}),r.removeAttribute(m));if(Xt.test(r.tagName)){let m=r.textContent.split(k),v=m.length-1;if(v>0){r.textContent=ct?ct.emptyScript:"";for(let H=0;H<v;H++)r.append(m[H],tt()),U.nextNode(),l.push({type:2,index:++i});r.append(m[v],tt())}}}else if(r.nodeType===8)if(r.data===Rt)l.push({type:2,index:i});else{let m=-1;for(;(m=r.data.indexOf(k,m+1))!==-1;)l.push({type:7,index:i}),m+=k.length-1}i++}}static createElement(e,t){let s=I.createElement("template");return s.innerHTML=e,s}};function z(n,e,t=n,s){if(e===$)return e;let r=s!==void 0?t._$Co?.[s]:t._$Cl,i=et(e)?void 0:e._$litDirective$;return r?.constructor!==i&&(r?._$AO?.(!1),i===void 0?r=void 0:(r=new i(n),r._$AT(n,t,s)),s!==void 0?(t._$Co??=[])[s]=r:t._$Cl=r),r!==void 0&&(e=z(n,r._$AS(n,e.values),r,s)),e}var dt=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:s}=this._$AD,r=(e?.creationScope??I).importNode(t,!0);U.currentNode=r;let i=U.nextNode(),o=0,a=0,l=s[0];for(;l!==void 0;){if(o===l.index){let u;l.type===2?u=new q(i,i.nextSibling,this,e):l.type===1?u=new l.ctor(i,l.name,l.strings,this,e):l.type===6&&(u=new mt(i,this,e)),this._$AV.push(u),l=s[++a]}o!==l?.index&&(i=U.nextNode(),o++)}return U.currentNode=I,r}p(e){let t=0;for(let s of this._$AV)s!==void 0&&(s.strings!==void 0?(s._$AI(e,s,t),t+=s.strings.length-2):s._$AI(e[t])),t++}},q=class n{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,s,r){this.type=2,this._$AH=c,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=s,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=z(this,e,t),et(e)?e===c||e==null||e===""?(this._$AH!==c&&this._$AR(),this._$AH=c):e!==this._$AH&&e!==$&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):Qt(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==c&&et(this._$AH)?this._$AA.nextSibling.data=e:this.T(I.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:s}=e,r=typeof s=="number"?this._$AC(e):(s.el===void 0&&(s.el=st.createElement(te(s.h,s.h[0]),this.options)),s);if(this._$AH?._$AD===r)this._$AH.p(t);else{let i=new dt(r,this),o=i.u(this.options);i.p(t),this.T(o),this._$AH=i}}_$AC(e){let t=Gt.get(e.strings);return t===void 0&&Gt.set(e.strings,t=new st(e)),t}k(e){Mt(this._$AH)||(this._$AH=[],this._$AR());let t=this._$AH,s,r=0;for(let i of e)r===t.length?t.push(s=new n(this.O(tt()),this.O(tt()),this,this.options)):s=t[r],s._$AI(i),r++;r<t.length&&(this._$AR(s&&s._$AB.nextSibling,r),t.length=r)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let s=jt(e).nextSibling;jt(e).remove(),e=s}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},F=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,s,r,i){this.type=1,this._$AH=c,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,s.length>2||s[0]!==""||s[1]!==""?(this._$AH=Array(s.length-1).fill(new String),this.strings=s):this._$AH=c}_$AI(e,t=this,s,r){let i=this.strings,o=!1;if(i===void 0)e=z(this,e,t,0),o=!et(e)||e!==this._$AH&&e!==$,o&&(this._$AH=e);else{let a=e,l,u;for(e=i[0],l=0;l<i.length-1;l++)u=z(this,a[s+l],t,l),u===$&&(u=this._$AH[l]),o||=!et(u)||u!==this._$AH[l],u===c?e=c:e!==c&&(e+=(u??"")+i[l+1]),this._$AH[l]=u}o&&!r&&this.j(e)}j(e){e===c?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??"")}},pt=class extends F{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===c?void 0:e}},ht=class extends F{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==c)}},ut=class extends F{constructor(e,t,s,r,i){super(e,t,s,r,i),this.type=5}_$AI(e,t=this){if((e=z(this,e,t,0)??c)===$)return;let s=this._$AH,r=e===c&&s!==c||e.capture!==s.capture||e.once!==s.once||e.passive!==s.passive,i=e!==c&&(s===c||r);r&&this.element.removeEventListener(this.name,this,s),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},mt=class{constructor(e,t,s){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=s}get _$AU(){return this._$AM._$AU}_$AI(e){z(this,e)}},se={M:kt,P:k,A:Rt,C:1,L:ee,R:dt,D:Qt,V:z,I:q,H:F,N:ht,U:ut,B:pt,F:mt},Ue=Ot.litHtmlPolyfillSupport;Ue?.(st,q),(Ot.litHtmlVersions??=[]).push("3.3.3");var ne=(n,e,t)=>{let s=t?.renderBefore??e,r=s._$litPart$;if(r===void 0){let i=t?.renderBefore??null;s._$litPart$=r=new q(e.insertBefore(tt(),i),i,void 0,t??{})}return r._$AI(n),r};var Ht=globalThis,f=class extends O{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=ne(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return $}};f._$litElement$=!0,f.finalized=!0,Ht.litElementHydrateSupport?.({LitElement:f});var Ie=Ht.litElementPolyfillSupport;Ie?.({LitElement:f});(Ht.litElementVersions??=[]).push("4.2.2");var ze={attribute:!0,type:String,converter:Q,reflect:!1,hasChanged:lt},Fe=(n=ze,e,t)=>{let{kind:s,metadata:r}=t,i=globalThis.litPropertyMetadata.get(r);if(i===void 0&&globalThis.litPropertyMetadata.set(r,i=new Map),s==="setter"&&((n=Object.create(n)).wrapped=!0),i.set(t.name,n),s==="accessor"){let{name:o}=t;return{set(a){let l=e.get.call(this);e.set.call(this,a),this.requestUpdate(o,l,n,!0,a)},init(a){return a!==void 0&&this.C(o,void 0,n,a),a}}}if(s==="setter"){let{name:o}=t;return function(a){let l=this[o];e.call(this,a),this.requestUpdate(o,l,n,!0,a)}}throw Error("Unsupported decorator location: "+s)};function g(n){return(e,t)=>typeof t=="object"?Fe(n,e,t):((s,r,i)=>{let o=r.hasOwnProperty(i);return r.constructor.createProperty(i,s),o?Object.getOwnPropertyDescriptor(r,i):void 0})(n,e,t)}function y(n){return g({...n,state:!0,attribute:!1})}var L=(n,e,t)=>new Intl.NumberFormat(t,{minimumFractionDigits:e,maximumFractionDigits:e}).format(n),B=(n,e)=>Math.abs(n)<1e3?`${L(n,0,e)} W`:`${L(n/1e3,1,e)} kW`,K=(n,e)=>`${L(n/1e3,n<1e5?2:1,e)} kWh`,re=(n,e)=>`${L(n,1,e)} A`,ft=n=>{let e=Math.floor(n/60),t=e%60;return e<60?`${e} min`:`${Math.floor(e/60)} h ${String(t).padStart(2,"0")} min`},yt=(n,e,t)=>new Intl.DateTimeFormat(e,{hour:"2-digit",minute:"2-digit",timeZone:t}).format(n),_t=(n,e,t)=>new Intl.DateTimeFormat(e,{dateStyle:"short",timeStyle:"short",timeZone:t}).format(n);var nt=n=>typeof n=="object"&&n!==null&&"message"in n?String(n.message):String(n),ie=async(n,e,t,s={})=>{let r=e.split(".",1)[0]??"";try{await n.callService(r,t,{entity_id:e,...s},void 0,!1);return}catch(i){return nt(i)}},bt=async(n,e,t={})=>(await n.callService("plug_control",e,t,void 0,!1,!0)).response;var V="plug_control",Nt="unavailable",Be="number.maximum_current",Ve=n=>{let e=new Map;for(let t of Object.values(n.entities)){if(t.platform!==V||!t.device_id)continue;let s=e.get(t.device_id);s?s.push(t):e.set(t.device_id,[t])}return e},oe=n=>{let e=new Map,t=[...n].sort((s,r)=>s.entity_id.localeCompare(r.entity_id));for(let{entity_id:s,translation_key:r}of t){let i=s.split(".",1)[0]??"",o=`${i}.${r??i}`;e.set(o,[...e.get(o)??[],s])}return e},Lt=n=>n?.name_by_user??n?.name??"",Z=n=>{let e=Ve(n),t=[];for(let[r,i]of e){let o=oe(i);if(!o.has(Be))continue;let a=n.devices[r],l=a?.parent_device_id??"",u=n.devices[l];t.push({deviceId:r,name:Lt(a),chargePointName:Lt(u)||Lt(a),entities:o,chargePointEntities:oe(e.get(l)??[])})}let s=r=>`${r.chargePointName}
${r.name}`;return t.sort((r,i)=>s(r).localeCompare(s(i)))},ae=(n,e)=>{let t=Z(n);return e?t.find(s=>s.deviceId===e||n.devices[s.deviceId]?.parent_device_id===e):t[0]},vt=(n,e)=>Z(n).filter(s=>n.devices[s.deviceId]?.parent_device_id===n.devices[e.deviceId]?.parent_device_id).length>1?`${e.chargePointName} · ${e.name}`:e.chargePointName,S=(n,e)=>e===void 0?void 0:n.states[e],R=n=>n!==void 0&&n.state!==Nt&&n.state!=="unknown",Y=n=>{if(!R(n)||n.state.trim()==="")return;let e=Number(n.state);if(!Number.isFinite(e))return;let t=je[String(n.attributes.unit_of_measurement)]??1;return e*t},je={kW:1e3,kWh:1e3,MW:1e6,MWh:1e6,mA:.001};var le={amperes_per_phase:"Amperes per phase",boost:"Boost",boost_hint:"Full power until this charge ends",cable_in:"Plugged in",cable_out:"No car",card_description:"One connector: what it does, why, and everything to control it.",charging:"Charging",charging_since:"Charging for",choose_connector:"Choose a connector of Plug Control in the card's settings.",connector:"Connector",connectors_all:"All connectors",cost:"Cost",csv:"Download CSV",dashboard_description:"All wallboxes, their sessions and their energy; new ones appear by themselves.",dismiss:"Dismiss",duration:"Duration",end:"End",energy:"Energy",energy_kwh:"Energy (kWh)",energy_total:"Energy of these sessions",estimated:"estimated",every:"Repeat",failed:"That did not work",finished:"Done",from:"From",history:"Last hours and what is planned",limit:"Maximum current",loading:"Loading …",mode:"Charging mode",name:"Name",no_connectors:"No wallbox has connected to Plug Control yet.",no_sessions:"No sessions in this time.",not_loaded:"Plug Control is not ready yet. Trying again …",offline:"Offline",offline_since:"Offline since",paused:"Paused",peak_power:"Peak power",person:"Who",persons_all:"Everyone",plan:"Plan",plan_none:"No plan",plan_planned:"Planned",power:"Power",problem:"Problem",ready_by:"Ready by",reason:"Why",running:"running",session:"Session",sessions:"Sessions",sessions_description:"The sessions of the ledger, with totals, a chart and a download.",show_controls:"Show controls",show_graph:"Show the graph",show_plan:"Show the plan",solar_share:"From the sun",start:"Start",start_charging:"Start charging",state_of_charge:"State of charge",stop_charging:"Stop charging",stop_reason:"Ended by",target_soc:"Charge to (%)",to:"To",unplugged:"Free",wallbox:"Wallbox"},qe={amperes_per_phase:"Ampere je Phase",boost:"Boost",boost_hint:"Volle Leistung bis zum Ende dieses Ladevorgangs",cable_in:"Eingesteckt",cable_out:"Kein Auto",card_description:"Ein Anschluss: was er tut, warum, und alles, um ihn zu steuern.",charging:"Lädt",charging_since:"Lädt seit",choose_connector:"In den Einstellungen der Karte einen Anschluss von Plug Control wählen.",connector:"Anschluss",connectors_all:"Alle Anschlüsse",cost:"Kosten",csv:"CSV herunterladen",dashboard_description:"Alle Wallboxen, ihre Ladevorgänge und ihre Energie; neue erscheinen von selbst.",dismiss:"Ausblenden",duration:"Dauer",end:"Ende",energy:"Energie",energy_kwh:"Energie (kWh)",energy_total:"Energie dieser Ladevorgänge",estimated:"geschätzt",every:"Wiederholen",failed:"Das hat nicht geklappt",finished:"Fertig",from:"Von",history:"Letzte Stunden und Geplantes",limit:"Maximaler Strom",loading:"Lädt …",mode:"Lademodus",name:"Name",no_connectors:"Noch hat sich keine Wallbox mit Plug Control verbunden.",no_sessions:"Keine Ladevorgänge in dieser Zeit.",not_loaded:"Plug Control ist noch nicht bereit. Neuer Versuch …",offline:"Offline",offline_since:"Offline seit",paused:"Pausiert",peak_power:"Höchste Leistung",person:"Wer",persons_all:"Alle",plan:"Plan",plan_none:"Kein Plan",plan_planned:"Geplant",power:"Leistung",problem:"Störung",ready_by:"Fertig bis",reason:"Warum",running:"läuft",session:"Ladevorgang",sessions:"Ladevorgänge",sessions_description:"Die Ladevorgänge mit Summen, Diagramm und Download.",show_controls:"Bedienung zeigen",show_graph:"Diagramm zeigen",show_plan:"Plan zeigen",solar_share:"Von der Sonne",start:"Beginn",start_charging:"Laden starten",state_of_charge:"Ladestand",stop_charging:"Laden beenden",stop_reason:"Beendet durch",target_soc:"Laden bis (%)",to:"Bis",unplugged:"Frei",wallbox:"Wallbox"},Ke={en:le,de:qe},b=(n,e)=>(Ke[(n??"en").split("-",1)[0]??"en"]??le)[e];var ce=_`
  ha-card {
    display: grid;
    gap: var(--gap);
    padding: 16px;
    height: 100%;
    box-sizing: border-box;
    align-content: start;
  }
  header {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: var(--gap);
    --activity: var(--state-inactive-color, var(--secondary-text-color));
  }
  header.charging {
    --activity: var(--state-active-color, var(--primary-color));
  }
  header.paused,
  header.plugged {
    --activity: var(--primary-color);
  }
  header.problem {
    --activity: var(--error-color);
  }
  .icon {
    width: 24px;
    height: 24px;
    padding: 8px;
    border-radius: 50%;
    fill: var(--activity);
    background: color-mix(in srgb, var(--activity) 18%, transparent);
  }
  .name {
    min-width: 0;
  }
  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
    overflow-wrap: anywhere;
  }
  .power {
    font-size: var(--ha-font-size-2xl, 24px);
    white-space: nowrap;
  }
  p {
    margin: 0;
  }
  .reason {
    padding: 8px 12px;
    border-radius: var(--ha-border-radius-lg, 12px);
    background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 24px;
    margin: 0;
  }
  dt {
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  dd {
    margin: 0;
  }
  .phases dd {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .buttons button {
    flex: 1;
  }
  [role="alert"]:not(:has(p)) {
    position: absolute; /* while empty, no row of the card */
  }
  .error {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding: 4px 4px 4px 12px;
    border: 1px solid var(--error-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    overflow-wrap: anywhere;
  }
  .error button {
    border: 0;
  }
`;var Ze={device_id:"connector",name:"name",show_controls:"show_controls",show_plan:"show_plan",show_graph:"show_graph"},Ye=()=>document.documentElement.lang||navigator.language,Wt=n=>{let e=Ze[n.name];return e?b(Ye(),e):n.name},de=()=>({schema:[{name:"device_id",required:!0,selector:{device:{integration:V,entity:{domain:"number"}}}},{name:"name",selector:{text:{}}},{name:"show_controls",default:!0,selector:{boolean:{}}},{name:"show_plan",default:!0,selector:{boolean:{}}},{name:"show_graph",default:!0,selector:{boolean:{}}}],computeLabel:Wt});var pe="M7 2a1 1 0 0 1 1 1v4h8V3a1 1 0 1 1 2 0v4h1a1 1 0 0 1 0 2v3a7 7 0 0 1-6 6.93V21a1 1 0 1 1-2 0v-2.07A7 7 0 0 1 5 12V9a1 1 0 0 1 0-2h1V3a1 1 0 0 1 1-1Z",Je="M13 2 5 13.5h5.5L9.5 22 19 9.5h-6.2L13 2Z",Ge="M7 5h3.5v14H7V5Zm6.5 0H17v14h-3.5V5Z",Qe="M12 3 1.5 21h21L12 3Zm-1 7h2v5h-2v-5Zm0 6.5h2v2h-2v-2Z",Xe="M3.3 2 2 3.3l4.4 4.4A5.5 5.5 0 0 0 7 18.6h10.1L20.7 22 22 20.7 3.3 2ZM12 5.5c-1 0-2 .2-2.9.7l9.9 9.9a4.3 4.3 0 0 0-.9-8.4A6.5 6.5 0 0 0 12 5.5Z",he={offline:Xe,problem:Qe,charging:Je,paused:Ge,plugged:pe,free:pe};var x=_`
  :host {
    --gap: 12px;
    color: var(--primary-text-color);
  }
  button,
  input,
  select {
    font: inherit;
    color: inherit;
  }
  button {
    min-height: 40px;
    border: 1px solid var(--divider-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    background: none;
    padding: 0 14px;
    cursor: pointer;
  }
  button:hover:not(:disabled) {
    background: color-mix(in srgb, var(--primary-text-color) 6%, transparent);
  }
  button.primary {
    background: var(--primary-color);
    border-color: var(--primary-color);
    color: var(--text-primary-color, #fff);
  }
  button.primary:hover:not(:disabled) {
    background: color-mix(in srgb, var(--primary-color) 85%, #000);
  }
  button:disabled,
  input:disabled,
  select:disabled {
    opacity: 0.5;
    cursor: default;
  }
  button:focus-visible,
  input:focus-visible,
  select:focus-visible,
  summary:focus-visible {
    outline: 2px solid var(--primary-color);
    outline-offset: 2px;
  }
  input:not([type="range"], [type="checkbox"]),
  select {
    box-sizing: border-box;
    width: 100%;
    min-height: 40px;
    padding: 0 10px;
    border: 1px solid var(--divider-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    background: var(--card-background-color);
    color-scheme: light dark;
  }
  label {
    display: grid;
    gap: 4px;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  label > * {
    font-size: var(--ha-font-size-m, 14px);
    color: var(--primary-text-color);
  }
  .secondary {
    color: var(--secondary-text-color);
  }
`;var ts="no_error",E=(n,e)=>n.entities.get(e)?.[0],es=n=>{if(!R(n))return;let e=new Date(n.state);return Number.isNaN(e.getTime())?void 0:e},ue=n=>R(n)&&n.state!==""?n.state:void 0,me=(n,e)=>e?n.formatEntityState?.(e)??e.state:"",ss=(n,e,t)=>{let s=R(t)&&t.state!==ts;return[me(n,e),...s?[me(n,t)]:[]].join(" · ")},ns=n=>Array.isArray(n)?n.flatMap(e=>{if(typeof e!="object"||e===null)return[];let t=e,s=new Date(String(t.start)),r=new Date(String(t.end));if(Number.isNaN(s.getTime())||!(r>s))return[];let i=Number(t.current_a);return[{start:s,end:r,currentA:Number.isFinite(i)?i:void 0,solar:t.solar===!0}]}):[],rs=n=>n.isOffline?"offline":n.hasProblem?"problem":n.isCharging?"charging":n.isRunning?"paused":n.isPluggedIn?"plugged":"free",ge=(n,e)=>{let t=u=>S(n,E(e,u)),s=u=>t(u)?.state==="on",r=S(n,e.chargePointEntities.get("binary_sensor.connectivity")?.[0]),i=t("sensor.status"),o=r?r.state!=="on":i?.state===Nt||i===void 0,a=s("switch.charging"),l=t("sensor.planned_start");return{title:vt(n,e),activity:rs({isOffline:o,hasProblem:s("binary_sensor.problem"),isCharging:s("binary_sensor.charging"),isRunning:a,isPluggedIn:s("binary_sensor.cable_connected")}),status:ss(n,i,t("sensor.error")),offlineSince:o&&r?new Date(r.last_changed):void 0,powerW:Y(t("sensor.power")),currentsA:(e.entities.get("sensor.current_phase")??[]).map(u=>Y(S(n,u))).filter(u=>u!==void 0),sessionEnergyWh:Y(t("sensor.session_energy")),sessionStart:es(t("sensor.session_start")),person:ue(t("sensor.id_tag")),stateOfCharge:Y(t("sensor.state_of_charge")),solarShare:Y(t("sensor.session_solar_share")),reason:ue(t("sensor.charging_reason")),isRunning:a,planned:ns(l?.attributes.windows)}};var is=2e4,os=15e3,M=class extends f{constructor(){super(...arguments);this.busy=!1;this.revision=0}#e;#r;static{this.styles=[x,ce]}static getConfigForm(){return de()}static getStubConfig(t){let s=Z(t)[0],r={show_controls:!0,show_plan:!0,show_graph:!0};return s?{device_id:s.deviceId,...r}:r}setConfig(t){this.config=t}getCardSize(){return 6}getGridOptions(){return{columns:12,min_columns:6}}connectedCallback(){super.connectedCallback(),this.#r=setInterval(()=>{this.requestUpdate()},os)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#r),clearTimeout(this.#e)}render(){let{hass:t,config:s}=this;if(!t||!s)return c;let r=ae(t,s.device_id);if(!r)return this.#s(s.device_id?"choose_connector":"no_connectors");let i=ge(t,r);return d`<ha-card>
      ${this.#o(i,s)} ${this.#l(i)} ${this.#a(i)}
      ${s.show_controls===!1?c:this.#h(r,i)} ${this.#c()}
      ${s.show_plan===!1?c:d`<plug-control-plan
              .hass=${t}
              .connector=${r}
              .planned=${i.planned}
              .revision=${this.revision}
              @wish=${o=>this.#y(o.detail)}
            ></plug-control-plan>`}
      ${s.show_graph===!1?c:this.#f(r,i)}
    </ha-card>`}#s(t){return d`<ha-card><p class="secondary">${this.#n(t)}</p></ha-card>`}#o(t,s){let r=t.powerW!==void 0&&t.activity!=="offline";return d`<header class=${t.activity}>
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d=${he[t.activity]}></path>
      </svg>
      <div class="name">
        <h2>${s.name??t.title}</h2>
        <span class="secondary">${this.#i(t)}</span>
      </div>
      ${r?d`<span class="power" aria-label=${this.#n("power")}
              >${B(t.powerW??0,this.#p)}</span
            >`:c}
    </header>`}#i(t){return t.activity!=="offline"?t.status:t.offlineSince?`${this.#n("offline_since")} ${this.#b(t.offlineSince)}`:this.#n("offline")}#l(t){return!t.reason||t.activity==="offline"?c:d`<p class="reason" aria-live="polite">${t.reason}</p>`}#a(t){let s=this.#p,r=[];if(t.isRunning){if(t.sessionEnergyWh!==void 0&&r.push(["session",K(t.sessionEnergyWh,s)]),t.sessionStart){let o=Math.max(0,(Date.now()-t.sessionStart.getTime())/1e3);r.push(["duration",ft(o)])}t.person&&r.push(["person",t.person]),t.solarShare!==void 0&&r.push(["solar_share",`${L(t.solarShare,0,s)} %`])}t.stateOfCharge!==void 0&&r.push(["state_of_charge",`${L(t.stateOfCharge,0,s)} %`]);let i=t.activity==="charging"?t.currentsA:[];return!r.length&&!i.length?c:d`<dl>
      ${r.map(([o,a])=>d`<div>
            <dt>${this.#n(o)}</dt>
            <dd>${a}</dd>
          </div>`)}
      ${i.length?this.#d(i):c}
    </dl>`}#d(t){let s=t.map(r=>re(r,this.#p));return d`<div class="phases">
      <dt>${this.#n("amperes_per_phase")}</dt>
      <dd>${s.map((r,i)=>d`<span>L${i+1} ${r}</span>`)}</dd>
    </div>`}#h(t,s){let r=this.hass,i=r&&S(r,E(t,"select.charging_mode")),o=r&&S(r,E(t,"number.maximum_current"));return d`<plug-control-mode
        .hass=${r}
        .state=${i}
        .label=${this.#n("mode")}
        .revision=${this.revision}
        @choose=${a=>this.#t(t,"select.charging_mode","select_option",{option:a.detail})}
      ></plug-control-mode>
      ${R(o)?this.#u(t,o,s):c}
      <div class="buttons">${this.#m(t,s)} ${this.#g(t)}</div>`}#u(t,s,r){return d`<plug-control-limit
      .state=${s}
      .label=${this.#n("limit")}
      .pausedText=${this.#n("paused")}
      .disabled=${r.activity==="offline"}
      .revision=${this.revision}
      @choose=${i=>this.#t(t,"number.maximum_current","set_value",{value:i.detail})}
    ></plug-control-limit>`}#m(t,s){let r=s.isRunning?"turn_off":"turn_on";return d`<button
      class=${s.isRunning?"":"primary"}
      ?disabled=${this.busy||s.activity==="offline"}
      @click=${()=>this.#t(t,"switch.charging",r)}
    >
      ${this.#n(s.isRunning?"stop_charging":"start_charging")}
    </button>`}#g(t){let s=E(t,"switch.boost"),r=this.hass&&S(this.hass,s);if(!r)return c;let i=r.state==="on";return d`<button
      class=${i?"primary":""}
      aria-pressed=${i?"true":"false"}
      title=${this.#n("boost_hint")}
      @click=${()=>this.#t(t,"switch.boost",i?"turn_off":"turn_on")}
    >
      ${this.#n("boost")}
    </button>`}#f(t,s){let r=E(t,"sensor.power");return r?d`<plug-control-graph
      .hass=${this.hass}
      .entity=${r}
      .planned=${s.planned}
      .label=${this.#n("history")}
      .plannedLabel=${this.#n("plan_planned")}
    ></plug-control-graph>`:c}#c(){return d`<div role="alert">
      ${this.error?d`<p class="error">
              <span>${this.#n("failed")}: ${this.error}</span>
              <button
                aria-label=${this.#n("dismiss")}
                @click=${()=>{this.#_(void 0)}}
              >
                ✕
              </button>
            </p>`:c}
    </div>`}async#t(t,s,r,i={}){let o=E(t,s);o&&await this.#y({entityId:o,service:r,data:i})}async#y(t){this.hass&&(this.busy=!0,this.#_(await ie(this.hass,t.entityId,t.service,t.data)),this.busy=!1,this.revision+=1)}#_(t){clearTimeout(this.#e),this.error=t,t!==void 0&&(this.#e=setTimeout(()=>{this.error=void 0},is))}#b(t){return _t(t,this.#p,this.hass?.config.time_zone??"UTC")}get#p(){return this.hass?.locale?.language??this.hass?.language??"en"}#n(t){return b(this.hass?.language,t)}};p([g({attribute:!1})],M.prototype,"hass",2),p([y()],M.prototype,"config",2),p([y()],M.prototype,"error",2),p([y()],M.prototype,"busy",2),p([y()],M.prototype,"revision",2);var Ut=36e5,fe=8*Ut,as=24*Ut,ls=6e4,$t=320,P=72,cs=1400,ds=(n,e)=>n.map(({s:t,lu:s})=>{let r=Number(t);return{at:s*1e3,powerW:Number.isFinite(r)&&t!==""?r*e:0}}),ps=(n,e,t,s,r)=>{let i=h=>(Math.max(h,e)-e)/(t-e)*$t,o=h=>P-Math.max(h,0)/r*P,a=n.filter((h,m)=>(n[m+1]?.at??s)>e),l=a[0];if(!l)return"";let u=a.map((h,m)=>{let v=a[m+1]?.at??s;return`V${o(h.powerW).toFixed(1)}H${i(v).toFixed(1)}`});return`M${i(l.at).toFixed(1)},${P}${u.join("")}V${P}Z`},hs=(n,e)=>{let t=Math.max(e,...n.map(s=>s.end.getTime()));return t===e?e:Math.min(Math.max(t,e+Ut),e+as)},A=class extends f{constructor(){super(...arguments);this.entity="";this.planned=[];this.label="";this.plannedLabel="";this.empty=!0;this.points=[]}#e;static{this.styles=[x,_`
      :host([empty]) {
        display: none;
      }
      svg {
        display: block;
        width: 100%;
        height: 72px;
        overflow: visible;
      }
      .power {
        fill: color-mix(in srgb, var(--primary-color) 35%, transparent);
        stroke: var(--primary-color);
        stroke-width: 1.5;
        vector-effect: non-scaling-stroke;
      }
      .plan {
        fill: color-mix(in srgb, var(--primary-color) 18%, transparent);
        stroke: var(--primary-color);
        stroke-dasharray: 3 2;
        vector-effect: non-scaling-stroke;
      }
      .plan.solar {
        fill: color-mix(in srgb, var(--energy-solar-color, #ff9800) 25%, transparent);
        stroke: var(--energy-solar-color, #ff9800);
      }
      .base,
      .now {
        stroke: var(--divider-color);
        vector-effect: non-scaling-stroke;
      }
      .axis {
        display: flex;
        justify-content: space-between;
        font-size: var(--ha-font-size-xs, 11px);
        color: var(--secondary-text-color);
      }
    `]}connectedCallback(){super.connectedCallback(),this.#e=setInterval(()=>{this.#r()},ls)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#e)}willUpdate(t){t.has("entity")&&this.#r(),this.empty=!this.planned.length&&this.points.every(s=>s.powerW<=0)}async#r(){let{hass:t,entity:s}=this;if(!t||!s)return;let r=t.states[s]?.attributes.unit_of_measurement;try{let i=await t.callWS({type:"history/history_during_period",start_time:new Date(Date.now()-fe).toISOString(),entity_ids:[s],minimal_response:!0,no_attributes:!0,significant_changes_only:!1});s===this.entity&&(this.points=ds(i[s]??[],r==="kW"?1e3:1))}catch{this.points=[]}}render(){let t=this.hass;if(!t||this.empty)return c;let s=Date.now(),r=s-fe,i=hs(this.planned,s),o=Math.max(cs,...this.points.map(h=>h.powerW)),a=t.locale?.language??t.language,l=h=>yt(new Date(h),a,t.config.time_zone),u=this.points.some(h=>h.powerW>0)?B(o,a):"";return d`<div class="axis" aria-hidden="true">
        <span>${u}</span>
      </div>
      <svg
        viewBox="0 0 ${$t} ${P}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${this.#i(l,a)}
      >
        ${this.planned.map(h=>this.#o(h,r,i))}
        <path class="power" d=${ps(this.points,r,i,s,o)}></path>
        <line class="base" x1="0" x2=${$t} y1=${P} y2=${P}></line>
        ${i>s?Dt`<line class="now" y1="0" y2=${P} x1=${this.#s(s,r,i)} x2=${this.#s(s,r,i)}></line>`:c}
      </svg>
      <div class="axis" aria-hidden="true">
        <span>${l(r)}</span><span>${l(i)}</span>
      </div>`}#s(t,s,r){return(Math.min(Math.max(t,s),r)-s)/(r-s)*$t}#o(t,s,r){let i=this.#s(t.start.getTime(),s,r),o=this.#s(t.end.getTime(),s,r)-i;return Dt`<rect class=${t.solar?"plan solar":"plan"} x=${i} y="12" width=${o} height=${P-12}></rect>`}#i(t,s){let r=Math.max(0,...this.points.map(a=>a.powerW)),i=this.planned.map(a=>`${t(a.start.getTime())}–${t(a.end.getTime())}`),o=i.length?`. ${this.plannedLabel}: ${i.join(", ")}`:"";return`${this.label}: ≤ ${B(r,s)}${o}`}};p([g({attribute:!1})],A.prototype,"hass",2),p([g()],A.prototype,"entity",2),p([g({attribute:!1})],A.prototype,"planned",2),p([g()],A.prototype,"label",2),p([g()],A.prototype,"plannedLabel",2),p([g({type:Boolean,reflect:!0})],A.prototype,"empty",2),p([y()],A.prototype,"points",2);var xt=6,us=300,ms=(n,e)=>n===0||n>=xt?n:n<e&&n<xt/2?0:xt,T=class extends f{constructor(){super(...arguments);this.label="";this.pausedText="";this.disabled=!1;this.revision=0}#e;static{this.styles=[x,_`
      div {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: center;
        gap: 4px;
      }
      label {
        font-size: inherit;
        color: inherit;
      }
      input {
        grid-column: 1 / -1;
        width: 100%;
        height: 28px;
        margin: 0;
        accent-color: var(--primary-color);
        cursor: pointer;
      }
      output {
        font-weight: var(--ha-font-weight-medium, 500);
      }
    `]}disconnectedCallback(){super.disconnectedCallback(),this.#e!==void 0&&this.#i()}willUpdate(t){t.has("revision")&&this.#e===void 0&&(this.dragged=void 0)}render(){let t=Number(this.state?.state);if(!this.state||!Number.isFinite(t))return c;let s=this.dragged??t,r=s===0?this.pausedText:`${s} A`;return d`<div>
      <label for="limit">${this.label}</label>
      <output for="limit">${r}</output>
      <input
        id="limit"
        type="range"
        min="0"
        step="1"
        max=${Number(this.state.attributes.max??32)}
        .value=${String(s)}
        aria-valuetext=${r}
        ?disabled=${this.disabled}
        @input=${i=>{this.#r(i.target,t)}}
        @keydown=${i=>{this.#s(i,s)}}
        @change=${()=>{this.#o()}}
      />
    </div>`}#r(t,s){this.dragged=ms(Number(t.value),this.dragged??s),t.value=String(this.dragged)}#s(t,s){s!==xt||!["ArrowLeft","ArrowDown"].includes(t.key)||(t.preventDefault(),this.dragged=0,this.#o())}#o(){clearTimeout(this.#e),this.#e=setTimeout(()=>{this.#i()},us)}#i(){clearTimeout(this.#e),this.#e=void 0,this.dragged===Number(this.state?.state)&&(this.dragged=void 0),this.dragged!==void 0&&this.dispatchEvent(new CustomEvent("choose",{detail:this.dragged}))}};p([g({attribute:!1})],T.prototype,"state",2),p([g()],T.prototype,"label",2),p([g()],T.prototype,"pausedText",2),p([g({type:Boolean})],T.prototype,"disabled",2),p([g({type:Number})],T.prototype,"revision",2),p([y()],T.prototype,"dragged",2);var j={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},ye=n=>(...e)=>({_$litDirective$:n,values:e}),wt=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,s){this._$Ct=e,this._$AM=t,this._$Ci=s}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}};var{I:ar}=se;var _e=n=>n.strings===void 0;var gs={},be=(n,e=gs)=>n._$AH=e;var C=ye(class extends wt{constructor(n){if(super(n),n.type!==j.PROPERTY&&n.type!==j.ATTRIBUTE&&n.type!==j.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!_e(n))throw Error("`live` bindings can only contain a single expression")}render(n){return n}update(n,[e]){if(e===$||e===c)return e;let t=n.element,s=n.name;if(n.type===j.PROPERTY){if(e===t[s])return $}else if(n.type===j.BOOLEAN_ATTRIBUTE){if(!!e===t.hasAttribute(s))return $}else if(n.type===j.ATTRIBUTE&&t.getAttribute(s)===e+"")return $;return be(n),e}});var D=class extends f{constructor(){super(...arguments);this.label="";this.disabled=!1;this.revision=0}static{this.styles=[x,_`
      fieldset,
      label {
        position: relative; /* keeps what is not seen inside */
      }
      fieldset {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: 1fr;
        margin: 0;
        padding: 3px;
        border: 0;
        border-radius: var(--ha-border-radius-lg, 12px);
        background: color-mix(in srgb, var(--primary-text-color) 7%, transparent);
      }
      legend,
      input {
        position: absolute;
        inset: 0 auto auto 0;
        margin: 0;
        opacity: 0;
        pointer-events: none;
      }
      label {
        display: grid;
        place-items: center;
        min-height: 38px;
        padding: 2px 4px;
        border-radius: calc(var(--ha-border-radius-lg, 12px) - 3px);
        text-align: center;
        font-size: var(--ha-font-size-s, 13px);
        line-height: 1.15;
        color: var(--primary-text-color);
        cursor: pointer;
        overflow-wrap: anywhere;
      }
      label span {
        font-size: inherit;
        color: inherit;
      }
      label:has(:checked) {
        background: var(--primary-color);
        color: var(--text-primary-color, #fff);
        font-weight: var(--ha-font-weight-medium, 500);
      }
      label:has(:focus-visible) {
        outline: 2px solid var(--primary-color);
        outline-offset: 2px;
      }
    `]}render(){let{state:t}=this,s=t?.attributes.options;return!t||!Array.isArray(s)?c:d`<fieldset ?disabled=${this.disabled}>
      <legend>${this.label}</legend>
      ${s.map(r=>this.#e({...t,state:r}))}
    </fieldset>`}#e(t){return d`<label>
      <input
        type="radio"
        name="mode"
        .value=${t.state}
        .checked=${C(this.state?.state===t.state)}
        @change=${()=>this.dispatchEvent(new CustomEvent("choose",{detail:t.state}))}
      />
      <span>${this.hass?.formatEntityState?.(t)??t.state}</span>
    </label>`}};p([g({attribute:!1})],D.prototype,"hass",2),p([g({attribute:!1})],D.prototype,"state",2),p([g()],D.prototype,"label",2),p([g({type:Boolean})],D.prototype,"disabled",2),p([g({type:Number})],D.prototype,"revision",2);var N=class extends f{constructor(){super(...arguments);this.planned=[];this.revision=0}static{this.styles=[x,_`
      summary {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 40px;
        cursor: pointer;
      }
      summary span:last-of-type {
        margin-inline-start: auto;
        color: var(--secondary-text-color);
      }
      summary::marker {
        content: "";
      }
      summary::after {
        content: "";
        width: 7px;
        height: 7px;
        margin: 0 4px;
        border: solid var(--secondary-text-color);
        border-width: 0 2px 2px 0;
        transform: rotate(45deg) translate(-2px, -2px);
      }
      details[open] summary::after {
        transform: rotate(-135deg) translate(-2px, -2px);
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(120px, 1fr));
        gap: var(--gap);
        padding-top: 4px;
      }
      .on {
        grid-column: 1 / -1;
      }
      .on span {
        display: flex;
        align-items: center;
        min-height: 40px;
      }
      input[type="checkbox"] {
        width: 20px;
        height: 20px;
        margin: 0 8px 0 0;
        accent-color: var(--primary-color);
      }
    `]}render(){let{hass:t,connector:s}=this,r=s&&this.#i("switch.plan");return!t||!s||!r?c:d`<details>
      <summary><span>${this.#a("plan")}</span><span>${this.#e(r)}</span></summary>
      <div class="fields">
        <label class="on">
          <span
            ><input
              type="checkbox"
              .checked=${C(r.state==="on")}
              @change=${i=>{let o=i.target.checked;this.#l("switch.plan",o?"turn_on":"turn_off")}}
            />${this.#a("plan")}</span
          >
        </label>
        ${this.#r("number.target_energy","energy_kwh","number")}
        ${this.#r("number.target_soc","target_soc","number")}
        ${this.#r("time.ready_by","ready_by","time")} ${this.#o()}
      </div>
    </details>`}#e(t){if(t.state!=="on")return this.#a("plan_none");let s=this.#i("time.ready_by")?.state.slice(0,5)??"",r=this.planned[0],i=this.hass;if(!r||!i)return s&&`${this.#a("ready_by")} ${s}`;let o=i.locale?.language??i.language,a=l=>yt(l,o,i.config.time_zone);return`${a(r.start)}–${a(r.end)} → ${s}`}#r(t,s,r){let i=this.#i(t);if(!R(i))return c;let{min:o,max:a,step:l}=i.attributes;return d`<label>
      <span>${this.#a(s)}</span>
      <input
        type=${r}
        min=${o??c}
        max=${a??c}
        step=${r==="number"?l??"any":c}
        .value=${C(r==="time"?i.state.slice(0,5):i.state)}
        @change=${u=>{this.#s(t,r,u.target)}}
      />
    </label>`}#s(t,s,r){!r.reportValidity()||r.value===""||(s==="time"?this.#l(t,"set_value",{time:`${r.value}:00`}):this.#l(t,"set_value",{value:Number(r.value)}))}#o(){let t=this.#i("select.plan_repeat"),s=t?.attributes.options;return!t||!Array.isArray(s)?c:d`<label>
      <span>${this.#a("every")}</span>
      <select
        @change=${r=>{let i=r.target.value;this.#l("select.plan_repeat","select_option",{option:i})}}
      >
        ${s.map(r=>d`<option value=${r} .selected=${C(r===t.state)}>
              ${this.hass?.formatEntityState?.({...t,state:r})??r}
            </option>`)}
      </select>
    </label>`}#i(t){if(!(!this.hass||!this.connector))return S(this.hass,E(this.connector,t))}#l(t,s,r){let i=this.connector&&E(this.connector,t);if(!i)return;let o={entityId:i,service:s,...r&&{data:r}};this.dispatchEvent(new CustomEvent("wish",{detail:o}))}#a(t){return b(this.hass?.language,t)}};p([g({attribute:!1})],N.prototype,"hass",2),p([g({attribute:!1})],N.prototype,"connector",2),p([g({attribute:!1})],N.prototype,"planned",2),p([g({type:Number})],N.prototype,"revision",2);var ve=["session_id","charge_point_id","charge_point_name","connector_id","id_tag","card_name","started_at","stopped_at","energy_wh","energy_estimated","time_estimated","meter_start_wh","meter_stop_wh","peak_power_w","stop_reason"],fs=/^[=+\-@\t\r]/,ys=n=>{if(n==null)return"";if(typeof n=="number"||typeof n=="boolean")return String(n);let e=typeof n=="string"?n:JSON.stringify(n),t=fs.test(e)?`'${e}`:e;return/[",\r\n;]/.test(t)?`"${t.replaceAll('"','""')}"`:t},$e=n=>[ve.join(","),...n.map(e=>ve.map(t=>ys(e[t])).join(","))].map(e=>`${e}\r
`).join("");var At=n=>n.card_name??n.id_tag??"",xe=n=>n.reduce((e,t)=>e+t.energy_wh,0),we=(n,e,t)=>{let s=new Intl.DateTimeFormat("sv-SE",{timeZone:t,dateStyle:"short"}),r=new Intl.DateTimeFormat(e,{day:"numeric",month:"numeric",timeZone:"UTC"}),i=new Map;for(let h of n){let m=h.started_at??h.stopped_at;if(!m)continue;let v=s.format(new Date(m));i.set(v,(i.get(v)??0)+h.energy_wh)}let o=[...i.keys()].sort(),[a,l]=[o[0],o.at(-1)];if(!a||!l)return[];let u=[];for(let h=new Date(`${a}T00:00Z`);;h=new Date(h.getTime()+864e5)){let m=h.toISOString().slice(0,10);if(u.push({label:r.format(h),energyWh:i.get(m)??0}),m>=l)return u}},Ae=n=>n.started_at&&n.stopped_at?(Date.parse(n.stopped_at)-Date.parse(n.started_at))/1e3:void 0;var Se=_`
  ha-card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap);
    padding: 16px;
  }
  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .filters {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
    gap: var(--gap);
  }
  .totals {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  b {
    font-size: var(--ha-font-size-xl, 20px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .chart {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(1px, 1fr);
    align-items: end;
    justify-items: center;
    gap: 2px;
    height: 96px;
    border-bottom: 1px solid var(--divider-color);
  }
  .bar {
    width: min(100%, 24px);
    border-radius: 3px 3px 0 0;
    background: var(--primary-color);
  }
  .axis {
    display: flex;
    justify-content: space-between;
    font-size: var(--ha-font-size-xs, 11px);
  }
  .axis :only-child {
    margin: auto;
  }
  .scroll {
    max-height: 420px;
    overflow: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    position: sticky;
    top: 0;
    background: var(--card-background-color);
    font-size: var(--ha-font-size-s, 12px);
    font-weight: normal;
    color: var(--secondary-text-color);
    text-align: start;
  }
  th,
  td {
    padding: 8px 10px 8px 0;
    white-space: nowrap;
  }
  td {
    border-top: 1px solid var(--divider-color);
  }
  .number {
    text-align: end;
  }
  .number:last-child {
    padding-inline-end: 4px;
  }
`;var Ee=30,_s=6e4,bs=5e3,Te=864e5,vs=200,w=class extends f{constructor(){super(...arguments);this.device="";this.person="";this.from="";this.to="";this.#r=0}#e;#r;static{this.styles=[x,Se]}static getConfigForm(){return{schema:[{name:"device_id",selector:{device:{integration:V}}},{name:"days",selector:{number:{min:1,max:3660,mode:"box"}}}],computeLabel:Wt}}static getStubConfig(){return{days:Ee}}setConfig(t){this.config=t,this.device=t.device_id??"";let s=r=>new Date(Date.now()-r*Te).toLocaleDateString("sv-SE");this.from=s(t.days??Ee),this.to=s(0),this.hass&&this.#s()}getCardSize(){return 8}getGridOptions(){return{columns:"full",min_columns:6}}connectedCallback(){super.connectedCallback(),this.hass&&this.config&&this.#s()}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#e)}updated(t){t.has("hass")&&t.get("hass")===void 0&&this.#s()}async#s(){clearTimeout(this.#e);let{hass:t}=this;if(!t)return;let s=this.#r+=1,r=_s;try{let{sessions:i}=await bt(t,"get_sessions",this.#o());if(s!==this.#r)return;this.sessions=i.toReversed(),this.error=void 0}catch(i){if(s!==this.#r)return;this.error=nt(i),r=bs}this.isConnected&&(this.#e=setTimeout(()=>{this.#s()},r))}#o(){let t=this.from&&new Date(`${this.from}T00:00`).toISOString(),s=this.to&&new Date(Date.parse(`${this.to}T00:00`)+Te).toISOString();return{...this.device&&{device_id:this.device},...t&&{start:t},...s&&{end:s}}}render(){let{hass:t}=this;return!t||!this.config?c:d`<ha-card>
      <h2>${this.#t("sessions")}</h2>
      ${this.#a(t)} ${this.#i(t)}
    </ha-card>`}#i(t){if(!this.sessions)return d`<p class="secondary" role="status">
        ${this.#t(this.error?"not_loaded":"loading")}
      </p>`;let s=this.#l();return s.length?d`${this.#h(s)} ${this.#u(s,t)} ${this.#m(s,t)}`:d`<p class="secondary">${this.#t("no_sessions")}</p>`}#l(){let t=this.sessions??[];return this.person?t.filter(s=>At(s)===this.person):t}#a(t){let s=Z(t),r=[...new Set((this.sessions??[]).map(At))].filter(Boolean).sort();return d`<div class="filters">
      <label
        ><span>${this.#t("connector")}</span>
        <select
          @change=${i=>{this.device=i.target.value,this.#s()}}
        >
          <option value="">${this.#t("connectors_all")}</option>
          ${s.map(i=>d`<option value=${i.deviceId} .selected=${C(i.deviceId===this.device)}>
                ${vt(t,i)}
              </option>`)}
        </select></label
      >
      <label
        ><span>${this.#t("person")}</span>
        <select
          @change=${i=>{this.person=i.target.value}}
        >
          <option value="">${this.#t("persons_all")}</option>
          ${r.map(i=>d`<option .selected=${C(i===this.person)}>${i}</option>`)}
        </select></label
      >
      ${this.#d("from")} ${this.#d("to")}
    </div>`}#d(t){return d`<label
      ><span>${this.#t(t)}</span>
      <input
        type="date"
        .value=${C(this[t])}
        @change=${s=>{this[t]=s.target.value,this.#s()}}
    /></label>`}#h(t){return d`<div class="totals">
      <span
        ><b>${K(xe(t),this.#c)}</b>
        <span class="secondary">${this.#t("energy_total")} (${t.length})</span></span
      >
      <button
        @click=${()=>{this.#f(t)}}
      >
        ${this.#t("csv")}
      </button>
    </div>`}#u(t,s){let r=we(t,this.#c,s.config.time_zone),i=Math.max(...r.map(o=>o.energyWh),1);return d`<div class="chart" role="img" aria-label=${this.#t("energy_total")}>
        ${r.map(o=>d`<div
              class="bar"
              style="height:${(o.energyWh/i*100).toFixed(1)}%"
              title="${o.label}: ${K(o.energyWh,this.#c)}"
            ></div>`)}
      </div>
      <div class="axis secondary" aria-hidden="true">
        <span>${r[0]?.label}</span>
        ${r.length>1?d`<span>${r.at(-1)?.label}</span>`:c}
      </div>`}#m(t,s){let r=new Set(t.map(o=>o.charge_point_id)).size>1,i=o=>o?_t(new Date(o),this.#c,s.config.time_zone):"–";return d`<div class="scroll" tabindex="0" role="region" aria-label=${this.#t("sessions")}>
      <table>
        <thead>
          <tr>
            <th>${this.#t("start")}</th>
            ${r?d`<th>${this.#t("wallbox")}</th>`:c}
            <th>${this.#t("person")}</th>
            <th class="number">${this.#t("energy")}</th>
            <th class="number">${this.#t("duration")}</th>
            <th class="number">${this.#t("peak_power")}</th>
          </tr>
        </thead>
        <tbody>
          ${t.slice(0,vs).map(o=>d`<tr>
                <td>${i(o.started_at??o.stopped_at)}</td>
                ${r?d`<td>${o.charge_point_name??o.charge_point_id}</td>`:c}
                <td>${At(o)}</td>
                <td class="number">
                  ${o.energy_estimated?d`<abbr title=${this.#t("estimated")}>≈</abbr> `:c}${K(o.energy_wh,this.#c)}
                </td>
                <td class="number">${this.#g(o)}</td>
                <td class="number">
                  ${o.peak_power_w===null?"–":B(o.peak_power_w,this.#c)}
                </td>
              </tr>`)}
        </tbody>
      </table>
    </div>`}#g(t){let s=Ae(t);return s!==void 0?ft(s):t.stopped_at===null?this.#t("running"):"–"}#f(t){let s=URL.createObjectURL(new Blob([$e(t)],{type:"text/csv;charset=utf-8"})),r=document.createElement("a");r.href=s,r.download=`plug-control-${this.from}-${this.to}.csv`,r.click(),setTimeout(()=>{URL.revokeObjectURL(s)})}get#c(){return this.hass?.locale?.language??this.hass?.language??"en"}#t(t){return b(this.hass?.language,t)}};p([g({attribute:!1})],w.prototype,"hass",2),p([y()],w.prototype,"config",2),p([y()],w.prototype,"sessions",2),p([y()],w.prototype,"error",2),p([y()],w.prototype,"device",2),p([y()],w.prototype,"person",2),p([y()],w.prototype,"from",2),p([y()],w.prototype,"to",2);var $s=10,xs=3e3,ws=n=>new Promise(e=>{setTimeout(e,n)}),As=(n,e)=>({title:"Plug Control",views:[{title:"Plug Control",cards:[{type:"markdown",content:`${b(n.language,"not_loaded")}

\`${e}\``}]}]}),St=class extends HTMLElement{static async generate(e,t,s=ws){for(let r=1;;r+=1)try{return await bt(t,"get_dashboard",{language:t.language})}catch(i){if(r===$s)return As(t,nt(i));await s(xs)}}};var Ss={"plug-control-mode":D,"plug-control-limit":T,"plug-control-plan":N,"plug-control-graph":A,"plug-control-card":M,"plug-control-sessions-card":w,"ll-strategy-dashboard-plug-control":St},Es=(n,e)=>{let t=n.entities[e];return t?.platform!==V||!t.device_id?null:{config:{type:"custom:plug-control-card",device_id:t.device_id}}},Ts=()=>{let n=document.documentElement.lang||navigator.language,e=window;(e.customCards??=[]).push({type:"plug-control-card",name:"Plug Control",description:b(n,"card_description"),preview:!0,getEntitySuggestion:Es},{type:"plug-control-sessions-card",name:`Plug Control: ${b(n,"sessions")}`,description:b(n,"sessions_description"),preview:!0}),(e.customStrategies??=[]).push({type:"plug-control",strategyType:"dashboard",name:"Plug Control",description:b(n,"dashboard_description")})},Cs=Promise.race(["home-assistant","hc-main"].map(n=>customElements.whenDefined(n)));Ts();Cs.then(()=>{for(let[n,e]of Object.entries(Ss))customElements.get(n)||customElements.define(n,e)});
