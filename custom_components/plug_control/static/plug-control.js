var Me=Object.defineProperty;var De=Object.getOwnPropertyDescriptor;var u=(s,t,e,n)=>{for(var r=n>1?void 0:n?De(t,e):t,i=s.length-1,o;i>=0;i--)(o=s[i])&&(r=(n?o(t,e,r):o(r))||r);return n&&r&&Me(t,e,r),r};var it=globalThis,ot=it.ShadowRoot&&(it.ShadyCSS===void 0||it.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Et=Symbol(),It=new WeakMap,Y=class{constructor(t,e,n){if(this._$cssResult$=!0,n!==Et)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(ot&&t===void 0){let n=e!==void 0&&e.length===1;n&&(t=It.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),n&&It.set(e,t))}return t}toString(){return this.cssText}},Ft=s=>new Y(typeof s=="string"?s:s+"",void 0,Et),b=(s,...t)=>{let e=s.length===1?s[0]:t.reduce((n,r,i)=>n+(o=>{if(o._$cssResult$===!0)return o.cssText;if(typeof o=="number")return o;throw Error("Value passed to 'css' function must be a 'css' function result: "+o+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(r)+s[i+1],s[0]);return new Y(e,s,Et)},zt=(s,t)=>{if(ot)s.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let n=document.createElement("style"),r=it.litNonce;r!==void 0&&n.setAttribute("nonce",r),n.textContent=e.cssText,s.appendChild(n)}},Tt=ot?s=>s:s=>s instanceof CSSStyleSheet?(t=>{let e="";for(let n of t.cssRules)e+=n.cssText;return Ft(e)})(s):s;var{is:Pe,defineProperty:He,getOwnPropertyDescriptor:Le,getOwnPropertyNames:Ne,getOwnPropertySymbols:We,getPrototypeOf:Ue}=Object,at=globalThis,Bt=at.trustedTypes,Ie=Bt?Bt.emptyScript:"",Fe=at.reactiveElementPolyfillSupport,G=(s,t)=>s,J={toAttribute(s,t){switch(t){case Boolean:s=s?Ie:null;break;case Object:case Array:s=s==null?s:JSON.stringify(s)}return s},fromAttribute(s,t){let e=s;switch(t){case Boolean:e=s!==null;break;case Number:e=s===null?null:Number(s);break;case Object:case Array:try{e=JSON.parse(s)}catch{e=null}}return e}},lt=(s,t)=>!Pe(s,t),Vt={attribute:!0,type:String,converter:J,reflect:!1,useDefault:!1,hasChanged:lt};Symbol.metadata??=Symbol("metadata"),at.litPropertyMetadata??=new WeakMap;var M=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=Vt){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(t,n,e);r!==void 0&&He(this.prototype,t,r)}}static getPropertyDescriptor(t,e,n){let{get:r,set:i}=Le(this.prototype,t)??{get(){return this[e]},set(o){this[e]=o}};return{get:r,set(o){let a=r?.call(this);i?.call(this,o),this.requestUpdate(t,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??Vt}static _$Ei(){if(this.hasOwnProperty(G("elementProperties")))return;let t=Ue(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(G("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(G("properties"))){let e=this.properties,n=[...Ne(e),...We(e)];for(let r of n)this.createProperty(r,e[r])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[n,r]of e)this.elementProperties.set(n,r)}this._$Eh=new Map;for(let[e,n]of this.elementProperties){let r=this._$Eu(e,n);r!==void 0&&this._$Eh.set(r,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let n=new Set(t.flat(1/0).reverse());for(let r of n)e.unshift(Tt(r))}else t!==void 0&&e.push(Tt(t));return e}static _$Eu(t,e){let n=e.attribute;return n===!1?void 0:typeof n=="string"?n:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let n of e.keys())this.hasOwnProperty(n)&&(t.set(n,this[n]),delete this[n]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return zt(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,n){this._$AK(t,n)}_$ET(t,e){let n=this.constructor.elementProperties.get(t),r=this.constructor._$Eu(t,n);if(r!==void 0&&n.reflect===!0){let i=(n.converter?.toAttribute!==void 0?n.converter:J).toAttribute(e,n.type);this._$Em=t,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(t,e){let n=this.constructor,r=n._$Eh.get(t);if(r!==void 0&&this._$Em!==r){let i=n.getPropertyOptions(r),o=typeof i.converter=="function"?{fromAttribute:i.converter}:i.converter?.fromAttribute!==void 0?i.converter:J;this._$Em=r;let a=o.fromAttribute(e,i.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(t,e,n,r=!1,i){if(t!==void 0){let o=this.constructor;if(r===!1&&(i=this[t]),n??=o.getPropertyOptions(t),!((n.hasChanged??lt)(i,e)||n.useDefault&&n.reflect&&i===this._$Ej?.get(t)&&!this.hasAttribute(o._$Eu(t,n))))return;this.C(t,e,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:n,reflect:r,wrapped:i},o){n&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,o??e??this[t]),i!==!0||o!==void 0)||(this._$AL.has(t)||(this.hasUpdated||n||(e=void 0),this._$AL.set(t,e)),r===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[r,i]of this._$Ep)this[r]=i;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[r,i]of n){let{wrapped:o}=i,a=this[r];o!==!0||this._$AL.has(r)||a===void 0||this.C(r,void 0,i,a)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(e)):this._$EM()}catch(n){throw t=!1,this._$EM(),n}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};M.elementStyles=[],M.shadowRootOptions={mode:"open"},M[G("elementProperties")]=new Map,M[G("finalized")]=new Map,Fe?.({ReactiveElement:M}),(at.reactiveElementVersions??=[]).push("2.1.2");var Ot=globalThis,jt=s=>s,ct=Ot.trustedTypes,Zt=ct?ct.createPolicy("lit-html",{createHTML:s=>s}):void 0,Rt="$lit$",D=`lit$${Math.random().toFixed(9).slice(2)}$`,kt="?"+D,ze=`<${kt}>`,I=document,X=()=>I.createComment(""),tt=s=>s===null||typeof s!="object"&&typeof s!="function",Mt=Array.isArray,Qt=s=>Mt(s)||typeof s?.[Symbol.iterator]=="function",Ct=`[ 	
\f\r]`,Q=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,qt=/-->/g,Kt=/>/g,W=RegExp(`>|${Ct}(?:([^\\s"'>=/]+)(${Ct}*=${Ct}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),Yt=/'/g,Gt=/"/g,Xt=/^(?:script|style|textarea|title)$/i,Dt=s=>(t,...e)=>({_$litType$:s,strings:t,values:e}),p=Dt(1),Pt=Dt(2),Zn=Dt(3),$=Symbol.for("lit-noChange"),c=Symbol.for("lit-nothing"),Jt=new WeakMap,U=I.createTreeWalker(I,129);function te(s,t){if(!Mt(s)||!s.hasOwnProperty("raw"))throw Error("invalid template strings array");return Zt!==void 0?Zt.createHTML(t):t}var ee=(s,t)=>{let e=s.length-1,n=[],r,i=t===2?"<svg>":t===3?"<math>":"",o=Q;for(let a=0;a<e;a++){let l=s[a],d,h,m=-1,v=0;for(;v<l.length&&(o.lastIndex=v,h=o.exec(l),h!==null);)v=o.lastIndex,o===Q?h[1]==="!--"?o=qt:h[1]!==void 0?o=Kt:h[2]!==void 0?(Xt.test(h[2])&&(r=RegExp("</"+h[2],"g")),o=W):h[3]!==void 0&&(o=W):o===W?h[0]===">"?(o=r??Q,m=-1):h[1]===void 0?m=-2:(m=o.lastIndex-h[2].length,d=h[1],o=h[3]===void 0?W:h[3]==='"'?Gt:Yt):o===Gt||o===Yt?o=W:o===qt||o===Kt?o=Q:(o=W,r=void 0);let A=o===W&&s[a+1].startsWith("/>")?" ":"";i+=o===Q?l+ze:m>=0?(n.push(d),l.slice(0,m)+Rt+l.slice(m)+D+A):l+D+(m===-2?a:A)}return[te(s,i+(s[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),n]},et=class s{constructor({strings:t,_$litType$:e},n){let r;this.parts=[];let i=0,o=0,a=t.length-1,l=this.parts,[d,h]=ee(t,e);if(this.el=s.createElement(d,n),U.currentNode=this.el.content,e===2||e===3){let m=this.el.content.firstChild;m.replaceWith(...m.childNodes)}for(;(r=U.nextNode())!==null&&l.length<a;){if(r.nodeType===1){if(r.hasAttributes())for(let m of r.getAttributeNames())if(m.endsWith(Rt)){let v=h[o++],A=r.getAttribute(m).split(D),rt=/([.?@])?(.*)/.exec(v);l.push({type:1,index:i,name:rt[2],strings:A,ctor:rt[1]==="."?pt:rt[1]==="?"?ht:rt[1]==="@"?ut:z}),r.removeAttribute(m)}else m.startsWith(D)&&(l.push({type:6,index:i}),r.removeAttribute(m));if(Xt.test(r.tagName)){let m=r.textContent.split(D),v=m.length-1;if(v>0){r.textContent=ct?ct.emptyScript:"";for(let A=0;A<v;A++)r.append(m[A],X()),U.nextNode(),l.push({type:2,index:++i});r.append(m[v],X())}}}else if(r.nodeType===8)if(r.data===kt)l.push({type:2,index:i});else{let m=-1;for(;(m=r.data.indexOf(D,m+1))!==-1;)l.push({type:7,index:i}),m+=D.length-1}i++}}static createElement(t,e){let n=I.createElement("template");return n.innerHTML=t,n}};function F(s,t,e=s,n){if(t===$)return t;let r=n!==void 0?e._$Co?.[n]:e._$Cl,i=tt(t)?void 0:t._$litDirective$;return r?.constructor!==i&&(r?._$AO?.(!1),i===void 0?r=void 0:(r=new i(s),r._$AT(s,e,n)),n!==void 0?(e._$Co??=[])[n]=r:e._$Cl=r),r!==void 0&&(t=F(s,r._$AS(s,t.values),r,n)),t}var dt=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:n}=this._$AD,r=(t?.creationScope??I).importNode(e,!0);U.currentNode=r;let i=U.nextNode(),o=0,a=0,l=n[0];for(;l!==void 0;){if(o===l.index){let d;l.type===2?d=new Z(i,i.nextSibling,this,t):l.type===1?d=new l.ctor(i,l.name,l.strings,this,t):l.type===6&&(d=new mt(i,this,t)),this._$AV.push(d),l=n[++a]}o!==l?.index&&(i=U.nextNode(),o++)}return U.currentNode=I,r}p(t){let e=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(t,n,e),e+=n.strings.length-2):n._$AI(t[e])),e++}},Z=class s{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,n,r){this.type=2,this._$AH=c,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=F(this,t,e),tt(t)?t===c||t==null||t===""?(this._$AH!==c&&this._$AR(),this._$AH=c):t!==this._$AH&&t!==$&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):Qt(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==c&&tt(this._$AH)?this._$AA.nextSibling.data=t:this.T(I.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:n}=t,r=typeof n=="number"?this._$AC(t):(n.el===void 0&&(n.el=et.createElement(te(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(e);else{let i=new dt(r,this),o=i.u(this.options);i.p(e),this.T(o),this._$AH=i}}_$AC(t){let e=Jt.get(t.strings);return e===void 0&&Jt.set(t.strings,e=new et(t)),e}k(t){Mt(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,n,r=0;for(let i of t)r===e.length?e.push(n=new s(this.O(X()),this.O(X()),this,this.options)):n=e[r],n._$AI(i),r++;r<e.length&&(this._$AR(n&&n._$AB.nextSibling,r),e.length=r)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let n=jt(t).nextSibling;jt(t).remove(),t=n}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},z=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,n,r,i){this.type=1,this._$AH=c,this._$AN=void 0,this.element=t,this.name=e,this._$AM=r,this.options=i,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=c}_$AI(t,e=this,n,r){let i=this.strings,o=!1;if(i===void 0)t=F(this,t,e,0),o=!tt(t)||t!==this._$AH&&t!==$,o&&(this._$AH=t);else{let a=t,l,d;for(t=i[0],l=0;l<i.length-1;l++)d=F(this,a[n+l],e,l),d===$&&(d=this._$AH[l]),o||=!tt(d)||d!==this._$AH[l],d===c?t=c:t!==c&&(t+=(d??"")+i[l+1]),this._$AH[l]=d}o&&!r&&this.j(t)}j(t){t===c?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},pt=class extends z{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===c?void 0:t}},ht=class extends z{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==c)}},ut=class extends z{constructor(t,e,n,r,i){super(t,e,n,r,i),this.type=5}_$AI(t,e=this){if((t=F(this,t,e,0)??c)===$)return;let n=this._$AH,r=t===c&&n!==c||t.capture!==n.capture||t.once!==n.once||t.passive!==n.passive,i=t!==c&&(n===c||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},mt=class{constructor(t,e,n){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(t){F(this,t)}},ne={M:Rt,P:D,A:kt,C:1,L:ee,R:dt,D:Qt,V:F,I:Z,H:z,N:ht,U:ut,B:pt,F:mt},Be=Ot.litHtmlPolyfillSupport;Be?.(et,Z),(Ot.litHtmlVersions??=[]).push("3.3.3");var se=(s,t,e)=>{let n=e?.renderBefore??t,r=n._$litPart$;if(r===void 0){let i=e?.renderBefore??null;n._$litPart$=r=new Z(t.insertBefore(X(),i),i,void 0,e??{})}return r._$AI(s),r};var Ht=globalThis,_=class extends M{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=se(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return $}};_._$litElement$=!0,_.finalized=!0,Ht.litElementHydrateSupport?.({LitElement:_});var Ve=Ht.litElementPolyfillSupport;Ve?.({LitElement:_});(Ht.litElementVersions??=[]).push("4.2.2");var je={attribute:!0,type:String,converter:J,reflect:!1,hasChanged:lt},Ze=(s=je,t,e)=>{let{kind:n,metadata:r}=e,i=globalThis.litPropertyMetadata.get(r);if(i===void 0&&globalThis.litPropertyMetadata.set(r,i=new Map),n==="setter"&&((s=Object.create(s)).wrapped=!0),i.set(e.name,s),n==="accessor"){let{name:o}=e;return{set(a){let l=t.get.call(this);t.set.call(this,a),this.requestUpdate(o,l,s,!0,a)},init(a){return a!==void 0&&this.C(o,void 0,s,a),a}}}if(n==="setter"){let{name:o}=e;return function(a){let l=this[o];t.call(this,a),this.requestUpdate(o,l,s,!0,a)}}throw Error("Unsupported decorator location: "+n)};function g(s){return(t,e)=>typeof e=="object"?Ze(s,t,e):((n,r,i)=>{let o=r.hasOwnProperty(i);return r.constructor.createProperty(i,n),o?Object.getOwnPropertyDescriptor(r,i):void 0})(s,t,e)}function y(s){return g({...s,state:!0,attribute:!1})}var qe={comma_decimal:["en-US","en"],decimal_comma:["de","es","it"],quote_decimal:["de-CH","it-CH"],space_comma:["fr","sv","cs"],none:["en-US"]},Ke={DMY:["day","month","year"],MDY:["month","day","year"],YMD:["year","month","day"]},Ye=s=>new Intl.DateTimeFormat(s,{hour:"numeric"}).resolvedOptions().hour12??!1,B=class{#t;constructor(t,e){this.#t=t;let n=new Intl.DateTimeFormat().resolvedOptions().timeZone;this.timeZone=t.time_zone==="local"&&n?n:e}get language(){return this.#t.language}number(t,e,n=e){let r=this.#t.number_format??"language",i=r==="system"?void 0:qe[r]??this.language;return new Intl.NumberFormat(i,{minimumFractionDigits:n,maximumFractionDigits:e,useGrouping:r!=="none"}).format(t)}power(t){return Math.abs(t)<1e3?`${this.number(t,0)} W`:`${this.number(t/1e3,1)} kW`}energy(t){return`${this.number(t/1e3,t<1e5?2:1)} kWh`}current(t){return`${this.number(t,1)} A`}price(t,e=""){return`${this.number(t,Math.abs(t)<1?3:2,0)} ${e}`.trim()}time(t){return this.#n(t,this.timeZone)}timeOfDay(t){let e=new Date(`2000-01-01T${t.slice(0,5)}Z`);return Number.isNaN(e.getTime())?"":this.#n(e,"UTC")}#n(t,e){let n=this.#s();return new Intl.DateTimeFormat(this.language,{hour:n?"numeric":"2-digit",minute:"2-digit",hourCycle:n?"h12":"h23",timeZone:e}).format(t)}#s(){let{time_format:t,language:e}=this.#t;return t==="12"?!0:t==="24"?!1:Ye(t==="system"?void 0:e)}timeNear(t,e){let n=this.time(t);if(t.getTime()-e.getTime()<864e5)return n;let{timeZone:r}=this;return`${new Intl.DateTimeFormat(this.language,{weekday:"short",timeZone:r}).format(t)} ${n}`}span(t,e,n){let r=t>n?t:n;return`${this.timeNear(t,n)}–${this.timeNear(e,r)}`}date(t){return this.#r(t,{year:"numeric"},this.timeZone)}dayAndMonth(t){return this.#r(new Date(`${t}T00:00Z`),{},"UTC")}dateTime(t){return`${this.date(t)}, ${this.time(t)}`}#r(t,e,n){let r=this.#t.date_format??"language",i=new Intl.DateTimeFormat(r==="system"?void 0:this.language,{day:"numeric",month:"numeric",timeZone:n,...e}),o=Ke[r];if(!o)return i.format(t);let a=i.formatToParts(t),l=a.find(d=>d.type==="literal")?.value??"/";return o.flatMap(d=>a.find(h=>h.type===d)?.value??[]).join(l)}dayOf(t){let{timeZone:e}=this;return new Intl.DateTimeFormat("sv-SE",{timeZone:e,dateStyle:"short"}).format(t)}midnight(t){let e=Date.parse(`${t}T00:00Z`),n=e-this.#i(e);return new Date(e-this.#i(n))}#i(t){let{timeZone:e}=this,n=new Intl.DateTimeFormat("sv-SE",{year:"numeric",month:"2-digit",day:"2-digit",hour:"2-digit",minute:"2-digit",second:"2-digit",timeZone:e}).format(t);return Date.parse(`${n.replace(" ","T")}Z`)-t}},nt=s=>{let t=Math.floor(s/60),e=t%60;return t<60?`${t} min`:`${Math.floor(t/60)} h ${String(e).padStart(2,"0")} min`},re=s=>s<=120?`${s} s`:s<7200?`${Math.ceil(s/60)} min`:nt(s),T=s=>new B(s.locale??{language:s.language},s.config.time_zone);var st=async(s,t)=>{if(typeof t!="object"||t===null)return String(t);let e=t,{translation_domain:n,translation_key:r}=e;if(n&&r&&s.loadBackendTranslation){let o=(await s.loadBackendTranslation("exceptions",n).catch(()=>{}))?.(`component.${n}.exceptions.${r}.message`,e.translation_placeholders);if(o)return o}return typeof e.message=="string"?e.message:JSON.stringify(t)},ie=async(s,t,e,n={})=>{let r=t.split(".",1)[0]??"";try{await s.callService(r,e,{entity_id:t,...n},void 0,!1);return}catch(i){return st(s,i)}},ft=async(s,t,e={})=>(await s.callService("plug_control",t,e,void 0,!1,!0)).response;var V="plug_control",Nt="unavailable",Ge="number.maximum_current",Je=s=>{let t=new Map;for(let e of Object.values(s.entities)){if(e.platform!==V||!e.device_id)continue;let n=t.get(e.device_id);n?n.push(e):t.set(e.device_id,[e])}return t},oe=s=>{let t=new Map,e=[...s].sort((n,r)=>n.entity_id.localeCompare(r.entity_id));for(let{entity_id:n,translation_key:r}of e){let i=n.split(".",1)[0]??"",o=`${i}.${r??i}`;t.set(o,[...t.get(o)??[],n])}return t},Lt=s=>s?.name_by_user??s?.name??"",q=s=>{let t=Je(s),e=[];for(let[r,i]of t){let o=oe(i);if(!o.has(Ge))continue;let a=s.devices[r],l=a?.parent_device_id??"",d=s.devices[l];e.push({deviceId:r,name:Lt(a),chargePointName:Lt(d)||Lt(a),entities:o,chargePointEntities:oe(t.get(l)??[])})}let n=r=>`${r.chargePointName}
${r.name}`;return e.sort((r,i)=>n(r).localeCompare(n(i)))},ae=(s,t)=>{let e=q(s);return t?e.find(n=>n.deviceId===t||s.devices[n.deviceId]?.parent_device_id===t):e[0]},_t=(s,t)=>q(s).filter(n=>s.devices[n.deviceId]?.parent_device_id===s.devices[t.deviceId]?.parent_device_id).length>1?`${t.chargePointName} · ${t.name}`:t.chargePointName,C=(s,t)=>t===void 0?void 0:s.states[t],S=s=>s!==void 0&&s.state!==Nt&&s.state!=="unknown",K=s=>{if(!S(s)||s.state.trim()==="")return;let t=Number(s.state);if(!Number.isFinite(t))return;let e=Qe[String(s.attributes.unit_of_measurement)]??1;return t*e},Qe={kW:1e3,kWh:1e3,MW:1e6,MWh:1e6,mA:.001};var le={amperes_per_phase:"Amperes per phase",boost:"Boost",boost_hint:"Full power until this charge ends",cable_in:"Plugged in",cable_out:"No car",card_description:"One connector: what it does, why, and everything to control it.",charging:"Charging",charging_since:"Charging for",choose_connector:"Choose a connector of Plug Control in the card's settings.",connector:"Connector",connectors_all:"All connectors",cost:"Cost",csv:"Download CSV",dashboard_description:"All wallboxes, their sessions and their energy; new ones appear by themselves.",dismiss:"Dismiss",duration:"Duration",end:"End",energy:"Energy",energy_kwh:"Energy (kWh)",energy_total:"Energy of these sessions",estimated:"estimated",every:"Repeat",failed:"That did not work",finished:"Done",from:"From",history:"Last hours and what is planned",limit:"Maximum current",loading:"Loading …",main_fuse:"the main fuse",mode:"Charging mode",name:"Name",named_circuit:"“{name}”",no_connectors:"No wallbox has connected to Plug Control yet.",no_sessions:"No sessions in this time.",not_loaded:"Plug Control is not ready yet. Trying again …",offline:"Offline",offline_since:"Offline since",one_phase:"one phase",paused:"Paused",peak_power:"Peak power",person:"Who",persons_all:"Everyone",plan:"Plan",plan_none:"No plan",plan_planned:"Planned",power:"Power",problem:"Problem",ready_by:"Ready by",reason:"Why",reason_cheap:"Electricity is cheap: {price}, limit {price_limit}",reason_holding_minimum:"Too little surplus: pausing in {wait}",reason_home_battery_first:"The home battery comes first: {soc} of {target}",reason_limited_by_circuit:"Limited by {circuit}",reason_limited_by_circuit_phase:"Limited by {circuit} on {phase}",reason_minimum_off_time:"Enough surplus: charging starts in {wait}",reason_plan:"Charging by plan {span}",reason_plan_cheapest:"Cheapest hours {span}",reason_plan_solar:"Planned sunny hours {span}",reason_plan_unreachable:"Full power, yet {energy} will be missing at {end}",reason_plan_waiting:"Waiting for the planned hours {span}",reason_plan_waiting_cheapest:"Waiting for the cheapest hours {span}",reason_plan_waiting_solar:"Waiting for the sunny hours {span}",reason_switching_phases:"Switching to {phases}",reason_switching_phases_wait:"Switching to {phases}: charging again in {wait}",reason_waiting_for_surplus:"Waiting for {power} of surplus",reason_waiting_for_surplus_wait:"Waiting for {power} of surplus for {wait}",reason_waiting_for_turn:"Waiting for its turn: {circuit} is fully used",reason_waiting_for_turn_wait:"Waiting for its turn, {wait} at most: {circuit} is fully used",running:"running",session:"Session",sessions:"Sessions",sessions_description:"The sessions of the ledger, with totals, a chart and a download.",several_phases:"{phases} phases",show_controls:"Show controls",show_graph:"Show the graph",show_plan:"Show the plan",solar_share:"From the sun",start:"Start",start_charging:"Start charging",state_of_charge:"State of charge",stop_charging:"Stop charging",stop_reason:"Ended by",target_soc:"Charge to (%)",to:"To",unplugged:"Free",wallbox:"Wallbox"},Xe={amperes_per_phase:"Ampere je Phase",boost:"Boost",boost_hint:"Volle Leistung bis zum Ende dieses Ladevorgangs",cable_in:"Eingesteckt",cable_out:"Kein Auto",card_description:"Ein Anschluss: was er tut, warum, und alles, um ihn zu steuern.",charging:"Lädt",charging_since:"Lädt seit",choose_connector:"In den Einstellungen der Karte einen Anschluss von Plug Control wählen.",connector:"Anschluss",connectors_all:"Alle Anschlüsse",cost:"Kosten",csv:"CSV herunterladen",dashboard_description:"Alle Wallboxen, ihre Ladevorgänge und ihre Energie; neue erscheinen von selbst.",dismiss:"Ausblenden",duration:"Dauer",end:"Ende",energy:"Energie",energy_kwh:"Energie (kWh)",energy_total:"Energie dieser Ladevorgänge",estimated:"geschätzt",every:"Wiederholen",failed:"Das hat nicht geklappt",finished:"Fertig",from:"Von",history:"Letzte Stunden und Geplantes",limit:"Maximaler Strom",loading:"Lädt …",main_fuse:"die Hauptsicherung",mode:"Lademodus",name:"Name",named_circuit:"„{name}“",no_connectors:"Noch hat sich keine Wallbox mit Plug Control verbunden.",no_sessions:"Keine Ladevorgänge in dieser Zeit.",not_loaded:"Plug Control ist noch nicht bereit. Neuer Versuch …",offline:"Offline",offline_since:"Offline seit",one_phase:"eine Phase",paused:"Pausiert",peak_power:"Höchste Leistung",person:"Wer",persons_all:"Alle",plan:"Plan",plan_none:"Kein Plan",plan_planned:"Geplant",power:"Leistung",problem:"Störung",ready_by:"Fertig bis",reason:"Warum",reason_cheap:"Strom ist günstig: {price}, Grenze {price_limit}",reason_holding_minimum:"Zu wenig Überschuss: pausiert in {wait}",reason_home_battery_first:"Der Hausspeicher kommt zuerst: {soc} von {target}",reason_limited_by_circuit:"Begrenzt durch {circuit}",reason_limited_by_circuit_phase:"Begrenzt durch {circuit} auf {phase}",reason_minimum_off_time:"Genug Überschuss: lädt in {wait}",reason_plan:"Lädt nach Plan {span}",reason_plan_cheapest:"Günstigste Stunden {span}",reason_plan_solar:"Geplante Sonnenstunden {span}",reason_plan_unreachable:"Volle Leistung, trotzdem fehlen um {end} noch {energy}",reason_plan_waiting:"Wartet auf die geplanten Stunden {span}",reason_plan_waiting_cheapest:"Wartet auf die günstigsten Stunden {span}",reason_plan_waiting_solar:"Wartet auf die Sonnenstunden {span}",reason_switching_phases:"Wechselt auf {phases}",reason_switching_phases_wait:"Wechselt auf {phases}: lädt wieder in {wait}",reason_waiting_for_surplus:"Wartet auf {power} Überschuss",reason_waiting_for_surplus_wait:"Wartet, bis {wait} lang {power} Überschuss da sind",reason_waiting_for_turn:"Wartet, bis er an der Reihe ist: {circuit} ist ausgelastet",reason_waiting_for_turn_wait:"Wartet höchstens {wait}, bis er an der Reihe ist: {circuit} ist ausgelastet",running:"läuft",session:"Ladevorgang",sessions:"Ladevorgänge",sessions_description:"Die Ladevorgänge mit Summen, Diagramm und Download.",several_phases:"{phases} Phasen",show_controls:"Bedienung zeigen",show_graph:"Diagramm zeigen",show_plan:"Plan zeigen",solar_share:"Von der Sonne",start:"Beginn",start_charging:"Laden starten",state_of_charge:"Ladestand",stop_charging:"Laden beenden",stop_reason:"Beendet durch",target_soc:"Laden bis (%)",to:"Bis",unplugged:"Frei",wallbox:"Wallbox"},tn={en:le,de:Xe},f=(s,t)=>(tn[(s??"en").split("-",1)[0]??"en"]??le)[t],ce=/\{(\w+)\}/g,de=s=>[...s.matchAll(ce)].map(t=>t[1]??""),yt=(s,t)=>s.replaceAll(ce,(e,n)=>t.get(n)??"");var pe=b`
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
`;var en={device_id:"connector",name:"name",show_controls:"show_controls",show_plan:"show_plan",show_graph:"show_graph"},nn=()=>document.documentElement.lang||navigator.language,Wt=s=>{let t=en[s.name];return t?f(nn(),t):s.name},he=()=>({schema:[{name:"device_id",required:!0,selector:{device:{integration:V,entity:{domain:"number"}}}},{name:"name",selector:{text:{}}},{name:"show_controls",default:!0,selector:{boolean:{}}},{name:"show_plan",default:!0,selector:{boolean:{}}},{name:"show_graph",default:!0,selector:{boolean:{}}}],computeLabel:Wt});var ue="M7 2a1 1 0 0 1 1 1v4h8V3a1 1 0 1 1 2 0v4h1a1 1 0 0 1 0 2v3a7 7 0 0 1-6 6.93V21a1 1 0 1 1-2 0v-2.07A7 7 0 0 1 5 12V9a1 1 0 0 1 0-2h1V3a1 1 0 0 1 1-1Z",sn="M13 2 5 13.5h5.5L9.5 22 19 9.5h-6.2L13 2Z",rn="M7 5h3.5v14H7V5Zm6.5 0H17v14h-3.5V5Z",on="M12 3 1.5 21h21L12 3Zm-1 7h2v5h-2v-5Zm0 6.5h2v2h-2v-2Z",an="M3.3 2 2 3.3l4.4 4.4A5.5 5.5 0 0 0 7 18.6h10.1L20.7 22 22 20.7 3.3 2ZM12 5.5c-1 0-2 .2-2.9.7l9.9 9.9a4.3 4.3 0 0 0-.9-8.4A6.5 6.5 0 0 0 12 5.5Z",me={offline:an,problem:on,charging:sn,paused:rn,plugged:ue,free:ue};var w=b`
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
`;var ge={cheap:["reason_cheap"],waiting_for_surplus:["reason_waiting_for_surplus_wait","reason_waiting_for_surplus"],minimum_off_time:["reason_minimum_off_time"],holding_minimum:["reason_holding_minimum"],switching_phases:["reason_switching_phases_wait","reason_switching_phases"],home_battery_first:["reason_home_battery_first"],plan:["reason_plan"],"plan/cheapest":["reason_plan_cheapest"],"plan/solar":["reason_plan_solar"],plan_waiting:["reason_plan_waiting"],"plan_waiting/cheapest":["reason_plan_waiting_cheapest"],"plan_waiting/solar":["reason_plan_waiting_solar"],plan_unreachable:["reason_plan_unreachable"],limited_by_circuit:["reason_limited_by_circuit_phase","reason_limited_by_circuit"],waiting_for_turn:["reason_waiting_for_turn_wait","reason_waiting_for_turn"]},ln="main",bt=(s,t)=>{let e=s[t];return typeof e=="number"&&Number.isFinite(e)?e:void 0},vt=(s,t)=>{let e=s[t];return typeof e=="string"?e:void 0},fe=(s,t)=>{let e=new Date(vt(s,t)??"");return Number.isNaN(e.getTime())?void 0:e},cn={power:["power_w",(s,t)=>t.power(s)],energy:["energy_wh",(s,t)=>`${t.number(s/1e3,1)} kWh`],soc:["soc_percent",(s,t)=>`${t.number(s,0)} %`],target:["target_percent",(s,t)=>`${t.number(s,0)} %`]},dn=(s,t,e)=>{let n=T(t),r=new Map;for(let[h,[m,v]]of Object.entries(cn)){let A=bt(s,m);A!==void 0&&r.set(h,v(A,n))}for(let h of["price","price_limit"]){let m=bt(s,h);m!==void 0&&r.set(h,n.price(m,vt(s,"price_unit")))}let i=bt(s,"wait_s");i&&r.set("wait",re(i));let o=bt(s,"phases");if(o!==void 0){let h=yt(f(t.language,"several_phases"),new Map([["phases",String(o)]]));r.set("phases",o===1?f(t.language,"one_phase"):h)}for(let h of["circuit","phase"]){let m=vt(s,h);m!==void 0&&r.set(h,m)}let a=r.get("circuit");if(a!==void 0){let h=yt(f(t.language,"named_circuit"),new Map([["name",a]]));r.set("circuit",a===ln?f(t.language,"main_fuse"):h)}let[l,d]=[fe(s,"start"),fe(s,"end")];return d&&r.set("end",n.timeNear(d,e)),l&&d&&r.set("span",n.span(l,d,e)),r},_e=(s,t,e=new Date)=>{if(!S(t)||t.state==="")return;let{attributes:n}=t,r=`/${vt(n,"hours")??""}`,i=[...ge[t.state+r]??[],...ge[t.state]??[]],o=dn(n,s,e);for(let a of i){let l=f(s.language,a);if(de(l).every(d=>o.has(d)))return yt(l,o)}return s.formatEntityState?.(t)??t.state};var pn="no_error",O=(s,t)=>s.entities.get(t)?.[0],hn=s=>{if(!S(s))return;let t=new Date(s.state);return Number.isNaN(t.getTime())?void 0:t},un=s=>S(s)&&s.state!==""?s.state:void 0,ye=(s,t)=>t?s.formatEntityState?.(t)??t.state:"",mn=(s,t,e)=>{let n=S(e)&&e.state!==pn;return[ye(s,t),...n?[ye(s,e)]:[]].join(" · ")},gn=s=>Array.isArray(s)?s.flatMap(t=>{if(typeof t!="object"||t===null)return[];let e=t,n=new Date(String(e.start)),r=new Date(String(e.end));if(Number.isNaN(n.getTime())||!(r>n))return[];let i=Number(e.current_a);return[{start:n,end:r,currentA:Number.isFinite(i)?i:void 0,solar:e.solar===!0}]}):[],fn=s=>s.isOffline?"offline":s.hasProblem?"problem":s.isCharging?"charging":s.isRunning?"paused":s.isPluggedIn?"plugged":"free",be=(s,t)=>{let e=d=>C(s,O(t,d)),n=d=>e(d)?.state==="on",r=C(s,t.chargePointEntities.get("binary_sensor.connectivity")?.[0]),i=e("sensor.status"),o=r?r.state!=="on":i?.state===Nt||i===void 0,a=n("switch.charging"),l=e("sensor.planned_start");return{title:_t(s,t),activity:fn({isOffline:o,hasProblem:n("binary_sensor.problem"),isCharging:n("binary_sensor.charging"),isRunning:a,isPluggedIn:n("binary_sensor.cable_connected")}),status:mn(s,i,e("sensor.error")),offlineSince:o&&r?new Date(r.last_changed):void 0,powerW:K(e("sensor.power")),currentsA:(t.entities.get("sensor.current_phase")??[]).map(d=>K(C(s,d))).filter(d=>d!==void 0),sessionEnergyWh:K(e("sensor.session_energy")),sessionStart:hn(e("sensor.session_start")),person:un(e("sensor.id_tag")),stateOfCharge:K(e("sensor.state_of_charge")),solarShare:K(e("sensor.session_solar_share")),reason:_e(s,e("sensor.charging_reason")),isRunning:a,planned:gn(l?.attributes.windows)}};var _n=2e4,yn=15e3,P=class extends _{constructor(){super(...arguments);this.busy=!1;this.revision=0}#t;#n;static{this.styles=[w,pe]}static getConfigForm(){return he()}static getStubConfig(e){let n=q(e)[0],r={show_controls:!0,show_plan:!0,show_graph:!0};return n?{device_id:n.deviceId,...r}:r}setConfig(e){this.config=e}getCardSize(){return 6}getGridOptions(){return{columns:12,min_columns:6}}connectedCallback(){super.connectedCallback(),this.#n=setInterval(()=>{this.requestUpdate()},yn)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#n),clearTimeout(this.#t)}render(){let{hass:e,config:n}=this;if(!e||!n)return c;let r=ae(e,n.device_id);if(!r)return this.#s(n.device_id?"choose_connector":"no_connectors");let i=be(e,r);return p`<ha-card>
      ${this.#r(i,n)} ${this.#c(i)} ${this.#l(i)}
      ${n.show_controls===!1?c:this.#d(r,i)} ${this.#_()}
      ${n.show_plan===!1?c:p`<plug-control-plan
              .hass=${e}
              .connector=${r}
              .planned=${i.planned}
              .revision=${this.revision}
              @wish=${o=>this.#e(o.detail)}
            ></plug-control-plan>`}
      ${n.show_graph===!1?c:this.#f(r,i)}
    </ha-card>`}#s(e){return p`<ha-card><p class="secondary">${this.#o(e)}</p></ha-card>`}#r(e,n){let r=e.powerW!==void 0&&e.activity!=="offline";return p`<header class=${e.activity}>
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d=${me[e.activity]}></path>
      </svg>
      <div class="name">
        <h2>${n.name??e.title}</h2>
        <span class="secondary">${this.#i(e)}</span>
      </div>
      ${r?p`<span class="power" aria-label=${this.#o("power")}
              >${this.#p.power(e.powerW??0)}</span
            >`:c}
    </header>`}#i(e){return e.activity!=="offline"?e.status:e.offlineSince?`${this.#o("offline_since")} ${this.#p.dateTime(e.offlineSince)}`:this.#o("offline")}#c(e){return!e.reason||e.activity==="offline"?c:p`<p class="reason" aria-live="polite">${e.reason}</p>`}#l(e){let n=this.#p,r=[];if(e.isRunning){if(e.sessionEnergyWh!==void 0&&r.push(["session",n.energy(e.sessionEnergyWh)]),e.sessionStart){let o=Math.max(0,(Date.now()-e.sessionStart.getTime())/1e3);r.push(["duration",nt(o)])}e.person&&r.push(["person",e.person]),e.solarShare!==void 0&&r.push(["solar_share",`${n.number(e.solarShare,0)} %`])}e.stateOfCharge!==void 0&&r.push(["state_of_charge",`${n.number(e.stateOfCharge,0)} %`]);let i=e.activity==="charging"?e.currentsA:[];return!r.length&&!i.length?c:p`<dl>
      ${r.map(([o,a])=>p`<div>
            <dt>${this.#o(o)}</dt>
            <dd>${a}</dd>
          </div>`)}
      ${i.length?this.#h(i):c}
    </dl>`}#h(e){let n=e.map(r=>this.#p.current(r));return p`<div class="phases">
      <dt>${this.#o("amperes_per_phase")}</dt>
      <dd>${n.map((r,i)=>p`<span>L${i+1} ${r}</span>`)}</dd>
    </div>`}#d(e,n){let r=this.hass,i=r&&C(r,O(e,"select.charging_mode")),o=r&&C(r,O(e,"number.maximum_current"));return p`<plug-control-mode
        .hass=${r}
        .state=${i}
        .label=${this.#o("mode")}
        .revision=${this.revision}
        @choose=${a=>this.#a(e,"select.charging_mode","select_option",{option:a.detail})}
      ></plug-control-mode>
      ${S(o)?this.#u(e,o,n):c}
      <div class="buttons">${this.#m(e,n)} ${this.#g(e)}</div>`}#u(e,n,r){return p`<plug-control-limit
      .state=${n}
      .label=${this.#o("limit")}
      .pausedText=${this.#o("paused")}
      .disabled=${r.activity==="offline"}
      .revision=${this.revision}
      @choose=${i=>this.#a(e,"number.maximum_current","set_value",{value:i.detail})}
    ></plug-control-limit>`}#m(e,n){let r=n.isRunning?"turn_off":"turn_on";return p`<button
      class=${n.isRunning?"":"primary"}
      ?disabled=${this.busy||n.activity==="offline"}
      @click=${()=>this.#a(e,"switch.charging",r)}
    >
      ${this.#o(n.isRunning?"stop_charging":"start_charging")}
    </button>`}#g(e){let n=O(e,"switch.boost"),r=this.hass&&C(this.hass,n);if(!r)return c;let i=r.state==="on";return p`<button
      class=${i?"primary":""}
      aria-pressed=${i?"true":"false"}
      title=${this.#o("boost_hint")}
      @click=${()=>this.#a(e,"switch.boost",i?"turn_off":"turn_on")}
    >
      ${this.#o("boost")}
    </button>`}#f(e,n){let r=O(e,"sensor.power");return r?p`<plug-control-graph
      .hass=${this.hass}
      .entity=${r}
      .planned=${n.planned}
      .label=${this.#o("history")}
      .plannedLabel=${this.#o("plan_planned")}
    ></plug-control-graph>`:c}#_(){return p`<div role="alert">
      ${this.error?p`<p class="error">
              <span>${this.#o("failed")}: ${this.error}</span>
              <button
                aria-label=${this.#o("dismiss")}
                @click=${()=>{this.#y(void 0)}}
              >
                ✕
              </button>
            </p>`:c}
    </div>`}async#a(e,n,r,i={}){let o=O(e,n);o&&await this.#e({entityId:o,service:r,data:i})}async#e(e){this.hass&&(this.busy=!0,this.#y(await ie(this.hass,e.entityId,e.service,e.data)),this.busy=!1,this.revision+=1)}#y(e){clearTimeout(this.#t),this.error=e,e!==void 0&&(this.#t=setTimeout(()=>{this.error=void 0},_n))}get#p(){return this.hass?T(this.hass):new B({language:"en"},"UTC")}#o(e){return f(this.hass?.language,e)}};u([g({attribute:!1})],P.prototype,"hass",2),u([y()],P.prototype,"config",2),u([y()],P.prototype,"error",2),u([y()],P.prototype,"busy",2),u([y()],P.prototype,"revision",2);var Ut=36e5,ve=8*Ut,bn=24*Ut,vn=6e4,$t=320,H=72,$n=1400,wn=(s,t)=>s.map(({s:e,lu:n})=>{let r=Number(e);return{at:n*1e3,powerW:Number.isFinite(r)&&e!==""?r*t:0}}),xn=(s,t,e,n,r)=>{let i=h=>(Math.max(h,t)-t)/(e-t)*$t,o=h=>H-Math.max(h,0)/r*H,a=s.filter((h,m)=>(s[m+1]?.at??n)>t),l=a[0];if(!l)return"";let d=a.map((h,m)=>{let v=a[m+1]?.at??n;return`V${o(h.powerW).toFixed(1)}H${i(v).toFixed(1)}`});return`M${i(l.at).toFixed(1)},${H}${d.join("")}V${H}Z`},An=(s,t)=>{let e=Math.max(t,...s.map(n=>n.end.getTime()));return e===t?t:Math.min(Math.max(e,t+Ut),t+bn)},E=class extends _{constructor(){super(...arguments);this.entity="";this.planned=[];this.label="";this.plannedLabel="";this.empty=!0;this.points=[]}#t;static{this.styles=[w,b`
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
    `]}connectedCallback(){super.connectedCallback(),this.#t=setInterval(()=>{this.#n()},vn)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#t)}willUpdate(e){e.has("entity")&&this.#n(),this.empty=!this.planned.length&&this.points.every(n=>n.powerW<=0)}async#n(){let{hass:e,entity:n}=this;if(!e||!n)return;let r=e.states[n]?.attributes.unit_of_measurement;try{let i=await e.callWS({type:"history/history_during_period",start_time:new Date(Date.now()-ve).toISOString(),entity_ids:[n],minimal_response:!0,no_attributes:!0,significant_changes_only:!1});n===this.entity&&(this.points=wn(i[n]??[],r==="kW"?1e3:1))}catch{this.points=[]}}render(){let e=this.hass;if(!e||this.empty)return c;let n=Date.now(),r=n-ve,i=An(this.planned,n),o=Math.max($n,...this.points.map(h=>h.powerW)),a=T(e),l=h=>a.time(new Date(h)),d=this.points.some(h=>h.powerW>0)?a.power(o):"";return p`<div class="axis" aria-hidden="true">
        <span>${d}</span>
      </div>
      <svg
        viewBox="0 0 ${$t} ${H}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${this.#i(l,a)}
      >
        ${this.planned.map(h=>this.#r(h,r,i))}
        <path class="power" d=${xn(this.points,r,i,n,o)}></path>
        <line class="base" x1="0" x2=${$t} y1=${H} y2=${H}></line>
        ${i>n?Pt`<line class="now" y1="0" y2=${H} x1=${this.#s(n,r,i)} x2=${this.#s(n,r,i)}></line>`:c}
      </svg>
      <div class="axis" aria-hidden="true">
        <span>${l(r)}</span><span>${l(i)}</span>
      </div>`}#s(e,n,r){return(Math.min(Math.max(e,n),r)-n)/(r-n)*$t}#r(e,n,r){let i=this.#s(e.start.getTime(),n,r),o=this.#s(e.end.getTime(),n,r)-i;return Pt`<rect class=${e.solar?"plan solar":"plan"} x=${i} y="12" width=${o} height=${H-12}></rect>`}#i(e,n){let r=Math.max(0,...this.points.map(a=>a.powerW)),i=this.planned.map(a=>`${e(a.start.getTime())}–${e(a.end.getTime())}`),o=i.length?`. ${this.plannedLabel}: ${i.join(", ")}`:"";return`${this.label}: ≤ ${n.power(r)}${o}`}};u([g({attribute:!1})],E.prototype,"hass",2),u([g()],E.prototype,"entity",2),u([g({attribute:!1})],E.prototype,"planned",2),u([g()],E.prototype,"label",2),u([g()],E.prototype,"plannedLabel",2),u([g({type:Boolean,reflect:!0})],E.prototype,"empty",2),u([y()],E.prototype,"points",2);var wt=6,Sn=300,En=(s,t)=>s===0||s>=wt?s:s<t&&s<wt/2?0:wt,R=class extends _{constructor(){super(...arguments);this.label="";this.pausedText="";this.disabled=!1;this.revision=0}#t;static{this.styles=[w,b`
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
    `]}disconnectedCallback(){super.disconnectedCallback(),this.#t!==void 0&&this.#i()}willUpdate(e){e.has("revision")&&this.#t===void 0&&(this.dragged=void 0)}render(){let e=Number(this.state?.state);if(!this.state||!Number.isFinite(e))return c;let n=this.dragged??e,r=n===0?this.pausedText:`${n} A`;return p`<div>
      <label for="limit">${this.label}</label>
      <output for="limit">${r}</output>
      <input
        id="limit"
        type="range"
        min="0"
        step="1"
        max=${Number(this.state.attributes.max??32)}
        .value=${String(n)}
        aria-valuetext=${r}
        ?disabled=${this.disabled}
        @input=${i=>{this.#n(i.target,e)}}
        @keydown=${i=>{this.#s(i,n)}}
        @change=${()=>{this.#r()}}
      />
    </div>`}#n(e,n){this.dragged=En(Number(e.value),this.dragged??n),e.value=String(this.dragged)}#s(e,n){n!==wt||!["ArrowLeft","ArrowDown"].includes(e.key)||(e.preventDefault(),this.dragged=0,this.#r())}#r(){clearTimeout(this.#t),this.#t=setTimeout(()=>{this.#i()},Sn)}#i(){clearTimeout(this.#t),this.#t=void 0,this.dragged===Number(this.state?.state)&&(this.dragged=void 0),this.dragged!==void 0&&this.dispatchEvent(new CustomEvent("choose",{detail:this.dragged}))}};u([g({attribute:!1})],R.prototype,"state",2),u([g()],R.prototype,"label",2),u([g()],R.prototype,"pausedText",2),u([g({type:Boolean})],R.prototype,"disabled",2),u([g({type:Number})],R.prototype,"revision",2),u([y()],R.prototype,"dragged",2);var j={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},$e=s=>(...t)=>({_$litDirective$:s,values:t}),xt=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,n){this._$Ct=t,this._$AM=e,this._$Ci=n}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};var{I:xr}=ne;var we=s=>s.strings===void 0;var Tn={},xe=(s,t=Tn)=>s._$AH=t;var k=$e(class extends xt{constructor(s){if(super(s),s.type!==j.PROPERTY&&s.type!==j.ATTRIBUTE&&s.type!==j.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!we(s))throw Error("`live` bindings can only contain a single expression")}render(s){return s}update(s,[t]){if(t===$||t===c)return t;let e=s.element,n=s.name;if(s.type===j.PROPERTY){if(t===e[n])return $}else if(s.type===j.BOOLEAN_ATTRIBUTE){if(!!t===e.hasAttribute(n))return $}else if(s.type===j.ATTRIBUTE&&e.getAttribute(n)===t+"")return $;return xe(s),t}});var L=class extends _{constructor(){super(...arguments);this.label="";this.disabled=!1;this.revision=0}static{this.styles=[w,b`
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
    `]}render(){let{state:e}=this,n=e?.attributes.options;return!e||!Array.isArray(n)?c:p`<fieldset ?disabled=${this.disabled}>
      <legend>${this.label}</legend>
      ${n.map(r=>this.#t({...e,state:r}))}
    </fieldset>`}#t(e){return p`<label>
      <input
        type="radio"
        name="mode"
        .value=${e.state}
        .checked=${k(this.state?.state===e.state)}
        @change=${()=>this.dispatchEvent(new CustomEvent("choose",{detail:e.state}))}
      />
      <span>${this.hass?.formatEntityState?.(e)??e.state}</span>
    </label>`}};u([g({attribute:!1})],L.prototype,"hass",2),u([g({attribute:!1})],L.prototype,"state",2),u([g()],L.prototype,"label",2),u([g({type:Boolean})],L.prototype,"disabled",2),u([g({type:Number})],L.prototype,"revision",2);var N=class extends _{constructor(){super(...arguments);this.planned=[];this.revision=0}static{this.styles=[w,b`
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
    `]}render(){let{hass:e,connector:n}=this,r=n&&this.#i("switch.plan");return!e||!n||!r?c:p`<details>
      <summary><span>${this.#l("plan")}</span><span>${this.#t(r)}</span></summary>
      <div class="fields">
        <label class="on">
          <span
            ><input
              type="checkbox"
              .checked=${k(r.state==="on")}
              @change=${i=>{let o=i.target.checked;this.#c("switch.plan",o?"turn_on":"turn_off")}}
            />${this.#l("plan")}</span
          >
        </label>
        ${this.#n("number.target_energy","energy_kwh","number")}
        ${this.#n("number.target_soc","target_soc","number")}
        ${this.#n("time.ready_by","ready_by","time")} ${this.#r()}
      </div>
    </details>`}#t(e){if(e.state!=="on")return this.#l("plan_none");let n=this.hass;if(!n)return"";let r=T(n),i=r.timeOfDay(this.#i("time.ready_by")?.state??""),o=this.planned[0];return o?`${r.span(o.start,o.end,new Date)} → ${i}`:i&&`${this.#l("ready_by")} ${i}`}#n(e,n,r){let i=this.#i(e);if(!S(i))return c;let{min:o,max:a,step:l}=i.attributes;return p`<label>
      <span>${this.#l(n)}</span>
      <input
        type=${r}
        min=${o??c}
        max=${a??c}
        step=${r==="number"?l??"any":c}
        .value=${k(r==="time"?i.state.slice(0,5):i.state)}
        @change=${d=>{this.#s(e,r,d.target)}}
      />
    </label>`}#s(e,n,r){!r.reportValidity()||r.value===""||(n==="time"?this.#c(e,"set_value",{time:`${r.value}:00`}):this.#c(e,"set_value",{value:Number(r.value)}))}#r(){let e=this.#i("select.plan_repeat"),n=e?.attributes.options;return!e||!Array.isArray(n)?c:p`<label>
      <span>${this.#l("every")}</span>
      <select
        @change=${r=>{let i=r.target.value;this.#c("select.plan_repeat","select_option",{option:i})}}
      >
        ${n.map(r=>p`<option value=${r} .selected=${k(r===e.state)}>
              ${this.hass?.formatEntityState?.({...e,state:r})??r}
            </option>`)}
      </select>
    </label>`}#i(e){if(!(!this.hass||!this.connector))return C(this.hass,O(this.connector,e))}#c(e,n,r){let i=this.connector&&O(this.connector,e);if(!i)return;let o={entityId:i,service:n,...r&&{data:r}};this.dispatchEvent(new CustomEvent("wish",{detail:o}))}#l(e){return f(this.hass?.language,e)}};u([g({attribute:!1})],N.prototype,"hass",2),u([g({attribute:!1})],N.prototype,"connector",2),u([g({attribute:!1})],N.prototype,"planned",2),u([g({type:Number})],N.prototype,"revision",2);var Ae=["session_id","charge_point_id","charge_point_name","connector_id","id_tag","card_name","started_at","stopped_at","energy_wh","energy_estimated","time_estimated","meter_start_wh","meter_stop_wh","peak_power_w","stop_reason"],Cn=/^[=+\-@\t\r]/,On=s=>{if(s==null)return"";if(typeof s=="number"||typeof s=="boolean")return String(s);let t=typeof s=="string"?s:JSON.stringify(s),e=Cn.test(t)?`'${t}`:t;return/[",\r\n;]/.test(e)?`"${e.replaceAll('"','""')}"`:e},Se=s=>[Ae.join(","),...s.map(t=>Ae.map(e=>On(t[e])).join(","))].map(t=>`${t}\r
`).join("");var At=s=>s.card_name??s.id_tag??"",Ee=s=>s.reduce((t,e)=>t+e.energy_wh,0),Te=(s,t)=>{let e=new Map;for(let a of s){let l=a.started_at??a.stopped_at;if(!l)continue;let d=t.dayOf(new Date(l));e.set(d,(e.get(d)??0)+a.energy_wh)}let n=[...e.keys()].sort(),[r,i]=[n[0],n.at(-1)];if(!r||!i)return[];let o=[];for(let a=new Date(`${r}T00:00Z`);;a=new Date(a.getTime()+864e5)){let l=a.toISOString().slice(0,10);if(o.push({label:t.dayAndMonth(l),energyWh:e.get(l)??0}),l>=i)return o}},Ce=s=>s.started_at&&s.stopped_at?(Date.parse(s.stopped_at)-Date.parse(s.started_at))/1e3:void 0;var Oe=b`
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
`;var Re=30,Rn=6e4,kn=5e3,ke=864e5,Mn=200,x=class extends _{constructor(){super(...arguments);this.device="";this.person="";this.from="";this.to="";this.#n=0}#t;#n;static{this.styles=[w,Oe]}static getConfigForm(){return{schema:[{name:"device_id",selector:{device:{integration:V}}},{name:"days",selector:{number:{min:1,max:3660,mode:"box"}}}],computeLabel:Wt}}static getStubConfig(){return{days:Re}}setConfig(e){this.config=e,this.device=e.device_id??"",this.from="",this.to="",this.hass&&this.#s()}getCardSize(){return 8}getGridOptions(){return{columns:"full",min_columns:6}}connectedCallback(){super.connectedCallback(),this.hass&&this.config&&this.#s()}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#t)}updated(e){e.has("hass")&&e.get("hass")===void 0&&this.#s()}#s(){let e=n=>this.#a.dayOf(new Date(Date.now()-n*ke));this.from||=e(this.config?.days??Re),this.to||=e(0),this.#r()}async#r(){clearTimeout(this.#t);let{hass:e}=this;if(!e)return;let n=this.#n+=1,r=Rn;try{let{sessions:i}=await ft(e,"get_sessions",this.#i());if(n!==this.#n)return;this.sessions=i.toReversed(),this.error=void 0}catch(i){if(n!==this.#n)return;this.error=await st(e,i),r=kn}this.isConnected&&(this.#t=setTimeout(()=>{this.#r()},r))}#i(){let e=this.#a,n=o=>new Date(Date.parse(`${o}T00:00Z`)+ke).toISOString().slice(0,10),r=this.from&&e.midnight(this.from).toISOString(),i=this.to&&e.midnight(n(this.to)).toISOString();return{...this.device&&{device_id:this.device},...r&&{start:r},...i&&{end:i}}}render(){let{hass:e}=this;return!e||!this.config?c:p`<ha-card>
      <h2>${this.#e("sessions")}</h2>
      ${this.#h(e)} ${this.#c()}
    </ha-card>`}#c(){if(!this.sessions)return p`<p class="secondary" role="status">
        ${this.#e(this.error?"not_loaded":"loading")}
      </p>`;let e=this.#l();return e.length?p`${this.#u(e)} ${this.#m(e)} ${this.#g(e)}`:p`<p class="secondary">${this.#e("no_sessions")}</p>`}#l(){let e=this.sessions??[];return this.person?e.filter(n=>At(n)===this.person):e}#h(e){let n=q(e),r=[...new Set((this.sessions??[]).map(At))].filter(Boolean).sort();return p`<div class="filters">
      <label
        ><span>${this.#e("connector")}</span>
        <select
          @change=${i=>{this.device=i.target.value,this.#r()}}
        >
          <option value="">${this.#e("connectors_all")}</option>
          ${n.map(i=>p`<option value=${i.deviceId} .selected=${k(i.deviceId===this.device)}>
                ${_t(e,i)}
              </option>`)}
        </select></label
      >
      <label
        ><span>${this.#e("person")}</span>
        <select
          @change=${i=>{this.person=i.target.value}}
        >
          <option value="">${this.#e("persons_all")}</option>
          ${r.map(i=>p`<option .selected=${k(i===this.person)}>${i}</option>`)}
        </select></label
      >
      ${this.#d("from")} ${this.#d("to")}
    </div>`}#d(e){return p`<label
      ><span>${this.#e(e)}</span>
      <input
        type="date"
        .value=${k(this[e])}
        @change=${n=>{this[e]=n.target.value,this.#r()}}
    /></label>`}#u(e){return p`<div class="totals">
      <span
        ><b>${this.#a.energy(Ee(e))}</b>
        <span class="secondary">${this.#e("energy_total")} (${e.length})</span></span
      >
      <button
        @click=${()=>{this.#_(e)}}
      >
        ${this.#e("csv")}
      </button>
    </div>`}#m(e){let n=Te(e,this.#a),r=Math.max(...n.map(i=>i.energyWh),1);return p`<div class="chart" role="img" aria-label=${this.#e("energy_total")}>
        ${n.map(i=>p`<div
              class="bar"
              style="height:${(i.energyWh/r*100).toFixed(1)}%"
              title="${i.label}: ${this.#a.energy(i.energyWh)}"
            ></div>`)}
      </div>
      <div class="axis secondary" aria-hidden="true">
        <span>${n[0]?.label}</span>
        ${n.length>1?p`<span>${n.at(-1)?.label}</span>`:c}
      </div>`}#g(e){let n=new Set(e.map(i=>i.charge_point_id)).size>1,r=i=>i?this.#a.dateTime(new Date(i)):"–";return p`<div class="scroll" tabindex="0" role="region" aria-label=${this.#e("sessions")}>
      <table>
        <thead>
          <tr>
            <th>${this.#e("start")}</th>
            ${n?p`<th>${this.#e("wallbox")}</th>`:c}
            <th>${this.#e("person")}</th>
            <th class="number">${this.#e("energy")}</th>
            <th class="number">${this.#e("duration")}</th>
            <th class="number">${this.#e("peak_power")}</th>
          </tr>
        </thead>
        <tbody>
          ${e.slice(0,Mn).map(i=>p`<tr>
                <td>${r(i.started_at??i.stopped_at)}</td>
                ${n?p`<td>${i.charge_point_name??i.charge_point_id}</td>`:c}
                <td>${At(i)}</td>
                <td class="number">
                  ${i.energy_estimated?p`<abbr title=${this.#e("estimated")}>≈</abbr> `:c}${this.#a.energy(i.energy_wh)}
                </td>
                <td class="number">${this.#f(i)}</td>
                <td class="number">
                  ${i.peak_power_w===null?"–":this.#a.power(i.peak_power_w)}
                </td>
              </tr>`)}
        </tbody>
      </table>
    </div>`}#f(e){let n=Ce(e);return n!==void 0?nt(n):e.stopped_at===null?this.#e("running"):"–"}#_(e){let n=URL.createObjectURL(new Blob([Se(e)],{type:"text/csv;charset=utf-8"})),r=document.createElement("a");r.href=n,r.download=`plug-control-${this.from}-${this.to}.csv`,r.click(),setTimeout(()=>{URL.revokeObjectURL(n)})}get#a(){return this.hass?T(this.hass):new B({language:"en"},"UTC")}#e(e){return f(this.hass?.language,e)}};u([g({attribute:!1})],x.prototype,"hass",2),u([y()],x.prototype,"config",2),u([y()],x.prototype,"sessions",2),u([y()],x.prototype,"error",2),u([y()],x.prototype,"device",2),u([y()],x.prototype,"person",2),u([y()],x.prototype,"from",2),u([y()],x.prototype,"to",2);var Dn=10,Pn=3e3,Hn=s=>new Promise(t=>{setTimeout(t,s)}),Ln=(s,t)=>({title:"Plug Control",views:[{title:"Plug Control",cards:[{type:"markdown",content:`${f(s.language,"not_loaded")}

\`${t}\``}]}]}),St=class extends HTMLElement{static async generate(t,e,n=Hn){for(let r=1;;r+=1)try{return await ft(e,"get_dashboard",{language:e.language})}catch(i){if(r===Dn)return Ln(e,await st(e,i));await n(Pn)}}};var Nn={"plug-control-mode":L,"plug-control-limit":R,"plug-control-plan":N,"plug-control-graph":E,"plug-control-card":P,"plug-control-sessions-card":x,"ll-strategy-dashboard-plug-control":St},Wn=(s,t)=>{let e=s.entities[t];return e?.platform!==V||!e.device_id?null:{config:{type:"custom:plug-control-card",device_id:e.device_id}}},Un=()=>{let s=document.documentElement.lang||navigator.language,t=window;(t.customCards??=[]).push({type:"plug-control-card",name:"Plug Control",description:f(s,"card_description"),preview:!0,getEntitySuggestion:Wn},{type:"plug-control-sessions-card",name:`Plug Control: ${f(s,"sessions")}`,description:f(s,"sessions_description"),preview:!0}),(t.customStrategies??=[]).push({type:"plug-control",strategyType:"dashboard",name:"Plug Control",description:f(s,"dashboard_description")})},In=Promise.race(["home-assistant","hc-main"].map(s=>customElements.whenDefined(s)));Un();In.then(()=>{for(let[s,t]of Object.entries(Nn))customElements.get(s)||customElements.define(s,t)});
