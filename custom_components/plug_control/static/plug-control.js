var Nt=Object.defineProperty;var Wt=Object.getOwnPropertyDescriptor;var m=(r,t,e,n)=>{for(var s=n>1?void 0:n?Wt(t,e):t,i=r.length-1,o;i>=0;i--)(o=r[i])&&(s=(n?o(t,e,s):o(s))||s);return n&&s&&Nt(t,e,s),s};var oe=globalThis,ae=oe.ShadowRoot&&(oe.ShadyCSS===void 0||oe.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Ce=Symbol(),ze=new WeakMap,G=class{constructor(t,e,n){if(this._$cssResult$=!0,n!==Ce)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(ae&&t===void 0){let n=e!==void 0&&e.length===1;n&&(t=ze.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),n&&ze.set(e,t))}return t}toString(){return this.cssText}},Be=r=>new G(typeof r=="string"?r:r+"",void 0,Ce),v=(r,...t)=>{let e=r.length===1?r[0]:t.reduce((n,s,i)=>n+(o=>{if(o._$cssResult$===!0)return o.cssText;if(typeof o=="number")return o;throw Error("Value passed to 'css' function must be a 'css' function result: "+o+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(s)+r[i+1],r[0]);return new G(e,r,Ce)},Ve=(r,t)=>{if(ae)r.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let n=document.createElement("style"),s=oe.litNonce;s!==void 0&&n.setAttribute("nonce",s),n.textContent=e.cssText,r.appendChild(n)}},Oe=ae?r=>r:r=>r instanceof CSSStyleSheet?(t=>{let e="";for(let n of t.cssRules)e+=n.cssText;return Be(e)})(r):r;var{is:Lt,defineProperty:Ut,getOwnPropertyDescriptor:Ft,getOwnPropertyNames:It,getOwnPropertySymbols:zt,getPrototypeOf:Bt}=Object,ce=globalThis,je=ce.trustedTypes,Vt=je?je.emptyScript:"",jt=ce.reactiveElementPolyfillSupport,J=(r,t)=>r,X={toAttribute(r,t){switch(t){case Boolean:r=r?Vt:null;break;case Object:case Array:r=r==null?r:JSON.stringify(r)}return r},fromAttribute(r,t){let e=r;switch(t){case Boolean:e=r!==null;break;case Number:e=r===null?null:Number(r);break;case Object:case Array:try{e=JSON.parse(r)}catch{e=null}}return e}},le=(r,t)=>!Lt(r,t),Ze={attribute:!0,type:String,converter:X,reflect:!1,useDefault:!1,hasChanged:le};Symbol.metadata??=Symbol("metadata"),ce.litPropertyMetadata??=new WeakMap;var D=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=Ze){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let n=Symbol(),s=this.getPropertyDescriptor(t,n,e);s!==void 0&&Ut(this.prototype,t,s)}}static getPropertyDescriptor(t,e,n){let{get:s,set:i}=Ft(this.prototype,t)??{get(){return this[e]},set(o){this[e]=o}};return{get:s,set(o){let a=s?.call(this);i?.call(this,o),this.requestUpdate(t,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??Ze}static _$Ei(){if(this.hasOwnProperty(J("elementProperties")))return;let t=Bt(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(J("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(J("properties"))){let e=this.properties,n=[...It(e),...zt(e)];for(let s of n)this.createProperty(s,e[s])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[n,s]of e)this.elementProperties.set(n,s)}this._$Eh=new Map;for(let[e,n]of this.elementProperties){let s=this._$Eu(e,n);s!==void 0&&this._$Eh.set(s,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let n=new Set(t.flat(1/0).reverse());for(let s of n)e.unshift(Oe(s))}else t!==void 0&&e.push(Oe(t));return e}static _$Eu(t,e){let n=e.attribute;return n===!1?void 0:typeof n=="string"?n:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let n of e.keys())this.hasOwnProperty(n)&&(t.set(n,this[n]),delete this[n]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Ve(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,n){this._$AK(t,n)}_$ET(t,e){let n=this.constructor.elementProperties.get(t),s=this.constructor._$Eu(t,n);if(s!==void 0&&n.reflect===!0){let i=(n.converter?.toAttribute!==void 0?n.converter:X).toAttribute(e,n.type);this._$Em=t,i==null?this.removeAttribute(s):this.setAttribute(s,i),this._$Em=null}}_$AK(t,e){let n=this.constructor,s=n._$Eh.get(t);if(s!==void 0&&this._$Em!==s){let i=n.getPropertyOptions(s),o=typeof i.converter=="function"?{fromAttribute:i.converter}:i.converter?.fromAttribute!==void 0?i.converter:X;this._$Em=s;let a=o.fromAttribute(e,i.type);this[s]=a??this._$Ej?.get(s)??a,this._$Em=null}}requestUpdate(t,e,n,s=!1,i){if(t!==void 0){let o=this.constructor;if(s===!1&&(i=this[t]),n??=o.getPropertyOptions(t),!((n.hasChanged??le)(i,e)||n.useDefault&&n.reflect&&i===this._$Ej?.get(t)&&!this.hasAttribute(o._$Eu(t,n))))return;this.C(t,e,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:n,reflect:s,wrapped:i},o){n&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,o??e??this[t]),i!==!0||o!==void 0)||(this._$AL.has(t)||(this.hasUpdated||n||(e=void 0),this._$AL.set(t,e)),s===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[s,i]of this._$Ep)this[s]=i;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[s,i]of n){let{wrapped:o}=i,a=this[s];o!==!0||this._$AL.has(s)||a===void 0||this.C(s,void 0,i,a)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(e)):this._$EM()}catch(n){throw t=!1,this._$EM(),n}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};D.elementStyles=[],D.shadowRootOptions={mode:"open"},D[J("elementProperties")]=new Map,D[J("finalized")]=new Map,jt?.({ReactiveElement:D}),(ce.reactiveElementVersions??=[]).push("2.1.2");var Re=globalThis,qe=r=>r,de=Re.trustedTypes,Ke=de?de.createPolicy("lit-html",{createHTML:r=>r}):void 0,Me="$lit$",P=`lit$${Math.random().toFixed(9).slice(2)}$`,De="?"+P,Zt=`<${De}>`,I=document,ee=()=>I.createComment(""),te=r=>r===null||typeof r!="object"&&typeof r!="function",Pe=Array.isArray,et=r=>Pe(r)||typeof r?.[Symbol.iterator]=="function",ke=`[ 	
\f\r]`,Q=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,Ye=/-->/g,Ge=/>/g,U=RegExp(`>|${ke}(?:([^\\s"'>=/]+)(${ke}*=${ke}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),Je=/'/g,Xe=/"/g,tt=/^(?:script|style|textarea|title)$/i,He=r=>(t,...e)=>({_$litType$:r,strings:t,values:e}),h=He(1),fe=He(2),rs=He(3),w=Symbol.for("lit-noChange"),d=Symbol.for("lit-nothing"),Qe=new WeakMap,F=I.createTreeWalker(I,129);function nt(r,t){if(!Pe(r)||!r.hasOwnProperty("raw"))throw Error("invalid template strings array");return Ke!==void 0?Ke.createHTML(t):t}var st=(r,t)=>{let e=r.length-1,n=[],s,i=t===2?"<svg>":t===3?"<math>":"",o=Q;for(let a=0;a<e;a++){let c=r[a],p,l,u=-1,y=0;for(;y<c.length&&(o.lastIndex=y,l=o.exec(c),l!==null);)y=o.lastIndex,o===Q?l[1]==="!--"?o=Ye:l[1]!==void 0?o=Ge:l[2]!==void 0?(tt.test(l[2])&&(s=RegExp("</"+l[2],"g")),o=U):l[3]!==void 0&&(o=U):o===U?l[0]===">"?(o=s??Q,u=-1):l[1]===void 0?u=-2:(u=o.lastIndex-l[2].length,p=l[1],o=l[3]===void 0?U:l[3]==='"'?Xe:Je):o===Xe||o===Je?o=U:o===Ye||o===Ge?o=Q:(o=U,s=void 0);let _=o===U&&r[a+1].startsWith("/>")?" ":"";i+=o===Q?c+Zt:u>=0?(n.push(p),c.slice(0,u)+Me+c.slice(u)+P+_):c+P+(u===-2?a:_)}return[nt(r,i+(r[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),n]},ne=class r{constructor({strings:t,_$litType$:e},n){let s;this.parts=[];let i=0,o=0,a=t.length-1,c=this.parts,[p,l]=st(t,e);if(this.el=r.createElement(p,n),F.currentNode=this.el.content,e===2||e===3){let u=this.el.content.firstChild;u.replaceWith(...u.childNodes)}for(;(s=F.nextNode())!==null&&c.length<a;){if(s.nodeType===1){if(s.hasAttributes())for(let u of s.getAttributeNames())if(u.endsWith(Me)){let y=l[o++],_=s.getAttribute(u).split(P),ie=/([.?@])?(.*)/.exec(y);c.push({type:1,index:i,name:ie[2],strings:_,ctor:ie[1]==="."?he:ie[1]==="?"?ue:ie[1]==="@"?me:B}),s.removeAttribute(u)}else u.startsWith(P)&&(c.push({type:6,index:i}),s.removeAttribute(u));if(tt.test(s.tagName)){let u=s.textContent.split(P),y=u.length-1;if(y>0){s.textContent=de?de.emptyScript:"";for(let _=0;_<y;_++)s.append(u[_],ee()),F.nextNode(),c.push({type:2,index:++i});s.append(u[y],ee())}}}else if(s.nodeType===8)if(s.data===De)c.push({type:2,index:i});else{let u=-1;for(;(u=s.data.indexOf(P,u+1))!==-1;)c.push({type:7,index:i}),u+=P.length-1}i++}}static createElement(t,e){let n=I.createElement("template");return n.innerHTML=t,n}};function z(r,t,e=r,n){if(t===w)return t;let s=n!==void 0?e._$Co?.[n]:e._$Cl,i=te(t)?void 0:t._$litDirective$;return s?.constructor!==i&&(s?._$AO?.(!1),i===void 0?s=void 0:(s=new i(r),s._$AT(r,e,n)),n!==void 0?(e._$Co??=[])[n]=s:e._$Cl=s),s!==void 0&&(t=z(r,s._$AS(r,t.values),s,n)),t}var pe=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:n}=this._$AD,s=(t?.creationScope??I).importNode(e,!0);F.currentNode=s;let i=F.nextNode(),o=0,a=0,c=n[0];for(;c!==void 0;){if(o===c.index){let p;c.type===2?p=new q(i,i.nextSibling,this,t):c.type===1?p=new c.ctor(i,c.name,c.strings,this,t):c.type===6&&(p=new ge(i,this,t)),this._$AV.push(p),c=n[++a]}o!==c?.index&&(i=F.nextNode(),o++)}return F.currentNode=I,s}p(t){let e=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(t,n,e),e+=n.strings.length-2):n._$AI(t[e])),e++}},q=class r{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,n,s){this.type=2,this._$AH=d,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=n,this.options=s,this._$Cv=s?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=z(this,t,e),te(t)?t===d||t==null||t===""?(this._$AH!==d&&this._$AR(),this._$AH=d):t!==this._$AH&&t!==w&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):et(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==d&&te(this._$AH)?this._$AA.nextSibling.data=t:this.T(I.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:n}=t,s=typeof n=="number"?this._$AC(t):(n.el===void 0&&(n.el=ne.createElement(nt(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===s)this._$AH.p(e);else{let i=new pe(s,this),o=i.u(this.options);i.p(e),this.T(o),this._$AH=i}}_$AC(t){let e=Qe.get(t.strings);return e===void 0&&Qe.set(t.strings,e=new ne(t)),e}k(t){Pe(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,n,s=0;for(let i of t)s===e.length?e.push(n=new r(this.O(ee()),this.O(ee()),this,this.options)):n=e[s],n._$AI(i),s++;s<e.length&&(this._$AR(n&&n._$AB.nextSibling,s),e.length=s)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let n=qe(t).nextSibling;qe(t).remove(),t=n}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},B=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,n,s,i){this.type=1,this._$AH=d,this._$AN=void 0,this.element=t,this.name=e,this._$AM=s,this.options=i,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=d}_$AI(t,e=this,n,s){let i=this.strings,o=!1;if(i===void 0)t=z(this,t,e,0),o=!te(t)||t!==this._$AH&&t!==w,o&&(this._$AH=t);else{let a=t,c,p;for(t=i[0],c=0;c<i.length-1;c++)p=z(this,a[n+c],e,c),p===w&&(p=this._$AH[c]),o||=!te(p)||p!==this._$AH[c],p===d?t=d:t!==d&&(t+=(p??"")+i[c+1]),this._$AH[c]=p}o&&!s&&this.j(t)}j(t){t===d?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},he=class extends B{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===d?void 0:t}},ue=class extends B{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==d)}},me=class extends B{constructor(t,e,n,s,i){super(t,e,n,s,i),this.type=5}_$AI(t,e=this){if((t=z(this,t,e,0)??d)===w)return;let n=this._$AH,s=t===d&&n!==d||t.capture!==n.capture||t.once!==n.once||t.passive!==n.passive,i=t!==d&&(n===d||s);s&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},ge=class{constructor(t,e,n){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(t){z(this,t)}},rt={M:Me,P,A:De,C:1,L:st,R:pe,D:et,V:z,I:q,H:B,N:ue,U:me,B:he,F:ge},qt=Re.litHtmlPolyfillSupport;qt?.(ne,q),(Re.litHtmlVersions??=[]).push("3.3.3");var it=(r,t,e)=>{let n=e?.renderBefore??t,s=n._$litPart$;if(s===void 0){let i=e?.renderBefore??null;n._$litPart$=s=new q(t.insertBefore(ee(),i),i,void 0,e??{})}return s._$AI(r),s};var Ne=globalThis,b=class extends D{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=it(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return w}};b._$litElement$=!0,b.finalized=!0,Ne.litElementHydrateSupport?.({LitElement:b});var Kt=Ne.litElementPolyfillSupport;Kt?.({LitElement:b});(Ne.litElementVersions??=[]).push("4.2.2");var Yt={attribute:!0,type:String,converter:X,reflect:!1,hasChanged:le},Gt=(r=Yt,t,e)=>{let{kind:n,metadata:s}=e,i=globalThis.litPropertyMetadata.get(s);if(i===void 0&&globalThis.litPropertyMetadata.set(s,i=new Map),n==="setter"&&((r=Object.create(r)).wrapped=!0),i.set(e.name,r),n==="accessor"){let{name:o}=e;return{set(a){let c=t.get.call(this);t.set.call(this,a),this.requestUpdate(o,c,r,!0,a)},init(a){return a!==void 0&&this.C(o,void 0,r,a),a}}}if(n==="setter"){let{name:o}=e;return function(a){let c=this[o];t.call(this,a),this.requestUpdate(o,c,r,!0,a)}}throw Error("Unsupported decorator location: "+n)};function g(r){return(t,e)=>typeof e=="object"?Gt(r,t,e):((n,s,i)=>{let o=s.hasOwnProperty(i);return s.constructor.createProperty(i,n),o?Object.getOwnPropertyDescriptor(s,i):void 0})(r,t,e)}function $(r){return g({...r,state:!0,attribute:!1})}var Jt={comma_decimal:["en-US","en"],decimal_comma:["de","es","it"],quote_decimal:["de-CH","it-CH"],space_comma:["fr","sv","cs"],none:["en-US"]},Xt={DMY:["day","month","year"],MDY:["month","day","year"],YMD:["year","month","day"]},Qt=r=>new Intl.DateTimeFormat(r,{hour:"numeric"}).resolvedOptions().hour12??!1,V=class{constructor(t,e){this.hour=t=>this.#n()?new Intl.DateTimeFormat(this.language,{hour:"numeric",hourCycle:"h12",timeZone:"UTC"}).format(Date.UTC(2e3,0,1,t)):String(t).padStart(2,"0");this.#e=t;let n=new Intl.DateTimeFormat().resolvedOptions().timeZone;this.timeZone=t.time_zone==="local"&&n?n:e}#e;get language(){return this.#e.language}number(t,e,n=e){let s=this.#e.number_format??"language",i=s==="system"?void 0:Jt[s]??this.language;return new Intl.NumberFormat(i,{minimumFractionDigits:n,maximumFractionDigits:e,useGrouping:s!=="none"}).format(t)}power(t){let e=Math.abs(t)<995?2:1,n=Math.abs(t)<5;return`${this.number(n?0:t/1e3,n?0:e)} kW`}energy(t){return`${this.number(t/1e3,t<1e5?2:1)} kWh`}current(t){return`${this.number(t,1)} A`}price(t,e=""){return`${this.number(t,Math.abs(t)<1?3:2,2)} ${e}`.trim()}time(t){return this.#i(t,this.timeZone)}timeOfDay(t){let e=new Date(`2000-01-01T${t.slice(0,5)}Z`);return Number.isNaN(e.getTime())?"":this.#i(e,"UTC")}hourOf(t){let{timeZone:e}=this,n=new Intl.DateTimeFormat("en",{hour:"numeric",hourCycle:"h23",timeZone:e});return Number(n.format(t))}#i(t,e){let n=this.#n();return new Intl.DateTimeFormat(this.language,{hour:n?"numeric":"2-digit",minute:"2-digit",hourCycle:n?"h12":"h23",timeZone:e}).format(t)}#n(){let{time_format:t,language:e}=this.#e;return t==="12"?!0:t==="24"?!1:Qt(t==="system"?void 0:e)}timeNear(t,e){let n=this.time(t);if(t.getTime()-e.getTime()<864e5)return n;let{timeZone:s}=this;return`${new Intl.DateTimeFormat(this.language,{weekday:"short",timeZone:s}).format(t)} ${n}`}span(t,e,n){let s=t>n?t:n;return`${this.timeNear(t,n)}–${this.timeNear(e,s)}`}date(t){return this.#s(t,{year:"numeric"},this.timeZone)}dayAndMonth(t){return this.#s(new Date(`${t}T00:00Z`),{},"UTC")}dateTime(t){return`${this.date(t)}, ${this.time(t)}`}#s(t,e,n){let s=this.#e.date_format??"language",i=new Intl.DateTimeFormat(s==="system"?void 0:this.language,{day:"numeric",month:"numeric",timeZone:n,...e}),o=Xt[s];if(!o)return i.format(t);let a=i.formatToParts(t),c=a.find(p=>p.type==="literal")?.value??"/";return o.flatMap(p=>a.find(l=>l.type===p)?.value??[]).join(c)}dayOf(t){let{timeZone:e}=this;return new Intl.DateTimeFormat("sv-SE",{timeZone:e,dateStyle:"short"}).format(t)}midnight(t){let e=Date.parse(`${t}T00:00Z`),n=e-this.#a(e);return new Date(e-this.#a(n))}#a(t){let{timeZone:e}=this,n=new Intl.DateTimeFormat("sv-SE",{year:"numeric",month:"2-digit",day:"2-digit",hour:"2-digit",minute:"2-digit",second:"2-digit",timeZone:e}).format(t);return Date.parse(`${n.replace(" ","T")}Z`)-t}},se=r=>{let t=Math.floor(r/60),e=t%60;return t<60?`${t} min`:`${Math.floor(t/60)} h ${String(e).padStart(2,"0")} min`},ot=r=>r<=120?`${r} s`:r<7200?`${Math.ceil(r/60)} min`:se(r),O=r=>new V(r.locale??{language:r.language},r.config.time_zone);var re=async(r,t)=>{if(typeof t!="object"||t===null)return String(t);let e=t,{translation_domain:n,translation_key:s}=e;if(n&&s&&r.loadBackendTranslation){let o=(await r.loadBackendTranslation("exceptions",n).catch(()=>{}))?.(`component.${n}.exceptions.${s}.message`,e.translation_placeholders);if(o)return o}return typeof e.message=="string"?e.message:JSON.stringify(t)},at=async(r,t,e,n={})=>{let s=t.split(".",1)[0]??"";try{await r.callService(s,e,{entity_id:t,...n},void 0,!1);return}catch(i){return re(r,i)}},_e=async(r,t,e={})=>(await r.callService("plug_control",t,e,void 0,!1,!0)).response;var j="plug_control",Le="unavailable",en="number.maximum_current",tn=r=>{let t=new Map;for(let e of Object.values(r.entities)){if(e.platform!==j||!e.device_id)continue;let n=t.get(e.device_id);n?n.push(e):t.set(e.device_id,[e])}return t},ct=r=>{let t=new Map,e=[...r].sort((n,s)=>n.entity_id.localeCompare(s.entity_id));for(let{entity_id:n,translation_key:s}of e){let i=n.split(".",1)[0]??"",o=`${i}.${s??i}`;t.set(o,[...t.get(o)??[],n])}return t},We=r=>r?.name_by_user??r?.name??"",K=r=>{let t=tn(r),e=[];for(let[s,i]of t){let o=ct(i);if(!o.has(en))continue;let a=r.devices[s],c=a?.parent_device_id??"",p=r.devices[c];e.push({deviceId:s,name:We(a),chargePointName:We(p)||We(a),entities:o,chargePointEntities:ct(t.get(c)??[])})}let n=s=>`${s.chargePointName}
${s.name}`;return e.sort((s,i)=>n(s).localeCompare(n(i)))},lt=(r,t)=>{let e=K(r);return t?e.find(n=>n.deviceId===t||r.devices[n.deviceId]?.parent_device_id===t):e[0]},be=(r,t)=>K(r).filter(n=>r.devices[n.deviceId]?.parent_device_id===r.devices[t.deviceId]?.parent_device_id).length>1?`${t.chargePointName} · ${t.name}`:t.chargePointName,k=(r,t)=>t===void 0?void 0:r.states[t],x=r=>r!==void 0&&r.state!==Le&&r.state!=="unknown",Y=r=>{if(!x(r)||r.state.trim()==="")return;let t=Number(r.state);if(!Number.isFinite(t))return;let e=nn[String(r.attributes.unit_of_measurement)]??1;return t*e},nn={kW:1e3,kWh:1e3,MW:1e6,MWh:1e6,mA:.001};var dt={amperes_per_phase:"Amperes per phase",boost:"Boost",boost_hint:"Full power until this charge ends",card_description:"One connector: what it does, why, and everything to control it.",charging:"Charging",choose_connector:"Choose a connector of Plug Control in the card's settings.",connector:"Connector",connectors_all:"All connectors",csv:"Download CSV",dashboard_description:"All wallboxes, their sessions and their energy; new ones appear by themselves.",dismiss:"Dismiss",duration:"Duration",end:"End",energy:"Energy",energy_kwh:"Energy (kWh)",energy_total:"Energy of these sessions",estimated:"estimated",every:"Repeat",failed:"That did not work",from:"From",history:"Last hours and what is planned",hour:"Hour",limit:"Maximum current",loading:"Loading …",main_fuse:"the main fuse",minute:"Minute",mode:"Charging mode",name:"Name",named_circuit:"“{name}”",no_connectors:"No wallbox has connected to Plug Control yet.",no_sessions:"No sessions in this time.",not_loaded:"Plug Control is not ready yet. Trying again …",offline:"Offline",offline_since:"Offline since",one_phase:"one phase",paused:"Paused",peak_power:"Peak power",person:"Who",persons_all:"Everyone",plan:"Plan",plan_none:"No plan",plan_planned:"Planned",plan_use:"Charge by this plan",power:"Power",price:"Price",problem:"Problem",ready_by:"Ready by",reason:"Why",reason_cheap:"Electricity is cheap: {price}, limit {price_limit}",reason_holding_minimum:"Too little surplus: pausing in {wait}",reason_home_battery_first:"The home battery comes first: {soc} of {target}",reason_limited_by_circuit:"Limited by {circuit}",reason_limited_by_circuit_phase:"Limited by {circuit} on {phase}",reason_minimum_off_time:"Enough surplus: charging starts in {wait}",reason_plan:"Charging by plan {span}",reason_plan_cheapest:"Cheapest hours {span}",reason_plan_solar:"Planned sunny hours {span}",reason_plan_unreachable:"Full power, yet {energy} will be missing at {end}",reason_plan_waiting:"Waiting for the planned hours {span}",reason_plan_waiting_cheapest:"Waiting for the cheapest hours {span}",reason_plan_waiting_solar:"Waiting for the sunny hours {span}",reason_switching_phases:"Switching to {phases}",reason_switching_phases_wait:"Switching to {phases}: charging again in {wait}",reason_waiting_for_surplus:"Waiting for {power} of surplus",reason_waiting_for_surplus_wait:"Waiting for {power} of surplus for {wait}",reason_waiting_for_turn:"Waiting for its turn: {circuit} is fully used",reason_waiting_for_turn_wait:"Waiting for its turn, {wait} at most: {circuit} is fully used",running:"running",session:"Session",sessions:"Sessions",sessions_description:"The sessions of the ledger, with totals, a chart and a download.",several_phases:"{phases} phases",show_controls:"Show controls",show_graph:"Show the graph",show_plan:"Show the plan",solar_share:"From the sun",start:"Start",start_charging:"Start charging",state_of_charge:"State of charge",stop_charging:"Stop charging",stop_reason:"Ended by",sun:"Sun",target_soc:"Charge to (%)",to:"To",wallbox:"Wallbox"},sn={amperes_per_phase:"Ampere je Phase",boost:"Boost",boost_hint:"Volle Leistung bis zum Ende dieses Ladevorgangs",card_description:"Ein Anschluss: was er tut, warum, und alles, um ihn zu steuern.",charging:"Lädt",choose_connector:"In den Einstellungen der Karte einen Anschluss von Plug Control wählen.",connector:"Anschluss",connectors_all:"Alle Anschlüsse",csv:"CSV herunterladen",dashboard_description:"Alle Wallboxen, ihre Ladevorgänge und ihre Energie; neue erscheinen von selbst.",dismiss:"Ausblenden",duration:"Dauer",end:"Ende",energy:"Energie",energy_kwh:"Energie (kWh)",energy_total:"Energie dieser Ladevorgänge",estimated:"geschätzt",every:"Wiederholen",failed:"Das hat nicht geklappt",from:"Von",history:"Letzte Stunden und Geplantes",hour:"Stunde",limit:"Maximaler Strom",loading:"Lädt …",main_fuse:"die Hauptsicherung",minute:"Minute",mode:"Lademodus",name:"Name",named_circuit:"„{name}“",no_connectors:"Noch hat sich keine Wallbox mit Plug Control verbunden.",no_sessions:"Keine Ladevorgänge in dieser Zeit.",not_loaded:"Plug Control ist noch nicht bereit. Neuer Versuch …",offline:"Offline",offline_since:"Offline seit",one_phase:"eine Phase",paused:"Pausiert",peak_power:"Höchste Leistung",person:"Wer",persons_all:"Alle",plan:"Plan",plan_none:"Kein Plan",plan_planned:"Geplant",plan_use:"Nach diesem Plan laden",power:"Leistung",price:"Preis",problem:"Störung",ready_by:"Fertig bis",reason:"Warum",reason_cheap:"Strom ist günstig: {price}, Grenze {price_limit}",reason_holding_minimum:"Zu wenig Überschuss: pausiert in {wait}",reason_home_battery_first:"Der Hausspeicher kommt zuerst: {soc} von {target}",reason_limited_by_circuit:"Begrenzt durch {circuit}",reason_limited_by_circuit_phase:"Begrenzt durch {circuit} auf {phase}",reason_minimum_off_time:"Genug Überschuss: lädt in {wait}",reason_plan:"Lädt nach Plan {span}",reason_plan_cheapest:"Günstigste Stunden {span}",reason_plan_solar:"Geplante Sonnenstunden {span}",reason_plan_unreachable:"Volle Leistung, trotzdem fehlen um {end} noch {energy}",reason_plan_waiting:"Wartet auf die geplanten Stunden {span}",reason_plan_waiting_cheapest:"Wartet auf die günstigsten Stunden {span}",reason_plan_waiting_solar:"Wartet auf die Sonnenstunden {span}",reason_switching_phases:"Wechselt auf {phases}",reason_switching_phases_wait:"Wechselt auf {phases}: lädt wieder in {wait}",reason_waiting_for_surplus:"Wartet auf {power} Überschuss",reason_waiting_for_surplus_wait:"Wartet, bis {wait} lang {power} Überschuss da sind",reason_waiting_for_turn:"Wartet, bis er an der Reihe ist: {circuit} ist ausgelastet",reason_waiting_for_turn_wait:"Wartet höchstens {wait}, bis er an der Reihe ist: {circuit} ist ausgelastet",running:"läuft",session:"Ladevorgang",sessions:"Ladevorgänge",sessions_description:"Die Ladevorgänge mit Summen, Diagramm und Download.",several_phases:"{phases} Phasen",show_controls:"Bedienung zeigen",show_graph:"Diagramm zeigen",show_plan:"Plan zeigen",solar_share:"Von der Sonne",start:"Beginn",start_charging:"Laden starten",state_of_charge:"Ladestand",stop_charging:"Laden beenden",stop_reason:"Beendet durch",sun:"Sonne",target_soc:"Laden bis (%)",to:"Bis",wallbox:"Wallbox"},rn={en:dt,de:sn},f=(r,t)=>(rn[(r??"en").split("-",1)[0]??"en"]??dt)[t],pt=/\{(\w+)\}/g,ht=r=>[...r.matchAll(pt)].map(t=>t[1]??""),$e=(r,t)=>r.replaceAll(pt,(e,n)=>t.get(n)??"");var ut=v`
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
`;var on={device_id:"connector",name:"name",show_controls:"show_controls",show_plan:"show_plan",show_graph:"show_graph"},an=()=>document.documentElement.lang||navigator.language,Ue=r=>{let t=on[r.name];return t?f(an(),t):r.name},mt=()=>({schema:[{name:"device_id",required:!0,selector:{device:{integration:j,entity:{domain:"number"}}}},{name:"name",selector:{text:{}}},{name:"show_controls",default:!0,selector:{boolean:{}}},{name:"show_plan",default:!0,selector:{boolean:{}}},{name:"show_graph",default:!0,selector:{boolean:{}}}],computeLabel:Ue});var gt="M7 2a1 1 0 0 1 1 1v4h8V3a1 1 0 1 1 2 0v4h1a1 1 0 0 1 0 2v3a7 7 0 0 1-6 6.93V21a1 1 0 1 1-2 0v-2.07A7 7 0 0 1 5 12V9a1 1 0 0 1 0-2h1V3a1 1 0 0 1 1-1Z",cn="M13 2 5 13.5h5.5L9.5 22 19 9.5h-6.2L13 2Z",ln="M7 5h3.5v14H7V5Zm6.5 0H17v14h-3.5V5Z",dn="M12 3 1.5 21h21L12 3Zm-1 7h2v5h-2v-5Zm0 6.5h2v2h-2v-2Z",pn="M3.3 2 2 3.3l4.4 4.4A5.5 5.5 0 0 0 7 18.6h10.1L20.7 22 22 20.7 3.3 2ZM12 5.5c-1 0-2 .2-2.9.7l9.9 9.9a4.3 4.3 0 0 0-.9-8.4A6.5 6.5 0 0 0 12 5.5Z",hn="M11 3h2v9h-2V3Zm5.8 2.2A8 8 0 1 1 7.2 5.2L8.6 6.7a6 6 0 1 0 6.8 0l1.4-1.5Z",ft={offline:pn,problem:dn,charging:cn,off:hn,paused:ln,plugged:gt,free:gt};var A=v`
  :host {
    --gap: 12px;
    /* The primary colour as dark as white text on it needs (WCAG: 4.5 to 1), whatever the theme. */
    --fill: var(--dark-primary-color, var(--primary-color));
    --on-fill: #fff;
    color: var(--primary-text-color);
  }
  @supports (color: oklch(from red l c h)) {
    :host {
      --fill: oklch(from var(--primary-color) min(l, 0.53) c h);
    }
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
    background: var(--fill);
    border-color: var(--fill);
    color: var(--on-fill);
  }
  button.primary:hover:not(:disabled) {
    background: color-mix(in srgb, var(--fill) 85%, #000);
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
    min-width: 0;
    min-height: 40px;
    padding: 0 10px;
    border: 1px solid var(--divider-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    background: var(--card-background-color);
    color-scheme: light dark;
    text-overflow: ellipsis;
  }
  select {
    appearance: none;
    padding-inline-end: 28px;
    background-image:
      linear-gradient(45deg, transparent 50%, currentColor 50%),
      linear-gradient(135deg, currentColor 50%, transparent 50%);
    background-position:
      right 15px center,
      right 10px center;
    background-size: 5px 5px;
    background-repeat: no-repeat;
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
`;var yt={cheap:["reason_cheap"],waiting_for_surplus:["reason_waiting_for_surplus_wait","reason_waiting_for_surplus"],minimum_off_time:["reason_minimum_off_time"],holding_minimum:["reason_holding_minimum"],switching_phases:["reason_switching_phases_wait","reason_switching_phases"],home_battery_first:["reason_home_battery_first"],plan:["reason_plan"],"plan/cheapest":["reason_plan_cheapest"],"plan/solar":["reason_plan_solar"],plan_waiting:["reason_plan_waiting"],"plan_waiting/cheapest":["reason_plan_waiting_cheapest"],"plan_waiting/solar":["reason_plan_waiting_solar"],plan_unreachable:["reason_plan_unreachable"],limited_by_circuit:["reason_limited_by_circuit_phase","reason_limited_by_circuit"],waiting_for_turn:["reason_waiting_for_turn_wait","reason_waiting_for_turn"]},un="main",ve=(r,t)=>{let e=r[t];return typeof e=="number"&&Number.isFinite(e)?e:void 0},we=(r,t)=>{let e=r[t];return typeof e=="string"?e:void 0},_t=(r,t)=>{let e=new Date(we(r,t)??"");return Number.isNaN(e.getTime())?void 0:e},mn={power:["power_w",(r,t)=>t.power(r)],energy:["energy_wh",(r,t)=>`${t.number(r/1e3,1)} kWh`],soc:["soc_percent",(r,t)=>`${t.number(r,0)} %`],target:["target_percent",(r,t)=>`${t.number(r,0)} %`]},gn=(r,t,e)=>{let n=O(t),s=new Map;for(let[l,[u,y]]of Object.entries(mn)){let _=ve(r,u);_!==void 0&&s.set(l,y(_,n))}for(let l of["price","price_limit"]){let u=ve(r,l);u!==void 0&&s.set(l,n.price(u,we(r,"price_unit")))}let i=ve(r,"wait_s");i&&s.set("wait",ot(i));let o=ve(r,"phases");if(o!==void 0){let l=$e(f(t.language,"several_phases"),new Map([["phases",String(o)]]));s.set("phases",o===1?f(t.language,"one_phase"):l)}for(let l of["circuit","phase"]){let u=we(r,l);u!==void 0&&s.set(l,u)}let a=s.get("circuit");if(a!==void 0){let l=$e(f(t.language,"named_circuit"),new Map([["name",a]]));s.set("circuit",a===un?f(t.language,"main_fuse"):l)}let[c,p]=[_t(r,"start"),_t(r,"end")];return p&&s.set("end",n.timeNear(p,e)),c&&p&&s.set("span",n.span(c,p,e)),s},bt=(r,t,e=new Date)=>{if(!x(t)||t.state==="")return;let{attributes:n}=t,s=`/${we(n,"hours")??""}`,i=[...yt[t.state+s]??[],...yt[t.state]??[]],o=gn(n,r,e);for(let a of i){let c=f(r.language,a);if(ht(c).every(p=>o.has(p)))return $e(c,o)}return r.formatEntityState?.(t)??t.state};var fn="no_error",yn="off",R=(r,t)=>r.entities.get(t)?.[0],_n=r=>{if(!x(r))return;let t=new Date(r.state);return Number.isNaN(t.getTime())?void 0:t},bn=r=>x(r)&&r.state!==""?r.state:void 0,$n=(r,t)=>t?r.formatEntityState?.(t)??t.state:"",vn=(r,...t)=>t.map(e=>$n(r,e)).filter(Boolean).join(" · "),$t=r=>Array.isArray(r)?r.flatMap(t=>{if(typeof t!="object"||t===null)return[];let e=t,[n,s]=[new Date(String(e.start)),new Date(String(e.end))];return s>n?[{start:n,end:s,row:e}]:[]}):[],Fe=r=>typeof r=="number"&&Number.isFinite(r)?r:void 0,wn=r=>$t(r).map(({start:t,end:e,row:n})=>({start:t,end:e,currentA:Fe(n.current_a),price:Fe(n.price),solar:n.solar===!0})),xn=r=>$t(r).flatMap(({start:t,end:e,row:n})=>{let s=Fe(n.price);return s===void 0?[]:[{start:t,end:e,price:s}]}),An=r=>r.isOffline?"offline":r.hasProblem?"problem":r.isCharging?"charging":r.isOff?"off":r.isRunning?"paused":r.isPluggedIn?"plugged":"free",vt=(r,t)=>{let e=_=>k(r,R(t,_)),n=_=>e(_)?.state==="on",s=k(r,t.chargePointEntities.get("binary_sensor.connectivity")?.[0]),i=e("sensor.status"),o=e("sensor.error"),a=e("select.charging_mode"),c=a?.state===yn&&!n("switch.plan"),p=s?s.state!=="on":i?.state===Le||i===void 0,l=n("switch.charging"),u=e("sensor.planned_start"),y=u?.attributes.price_unit;return{title:be(r,t),activity:An({isOffline:p,hasProblem:n("binary_sensor.problem"),isCharging:n("binary_sensor.charging"),isRunning:l,isPluggedIn:n("binary_sensor.cable_connected"),isOff:c}),status:vn(r,c?a:void 0,i,x(o)&&o.state!==fn?o:void 0),offlineSince:p&&s?new Date(s.last_changed):void 0,powerW:Y(e("sensor.power")),currentsA:(t.entities.get("sensor.current_phase")??[]).map(_=>Y(k(r,_))).filter(_=>_!==void 0),sessionEnergyWh:Y(e("sensor.session_energy")),sessionStart:_n(e("sensor.session_start")),person:bn(e("sensor.id_tag")),stateOfCharge:Y(e("sensor.state_of_charge")),solarShare:Y(e("sensor.session_solar_share")),reason:bt(r,e("sensor.charging_reason")),isRunning:l,isOff:c,planned:wn(u?.attributes.windows),prices:xn(u?.attributes.prices),priceUnit:typeof y=="string"?y:""}};var Sn=2e4,En=15e3,H=class extends b{constructor(){super(...arguments);this.busy=!1;this.revision=0}#e;#i;static{this.styles=[A,ut]}static getConfigForm(){return mt()}static getStubConfig(e){let n=K(e)[0],s={show_controls:!0,show_plan:!0,show_graph:!0};return n?{device_id:n.deviceId,...s}:s}setConfig(e){this.config=e}getCardSize(){return 6}getGridOptions(){return{columns:12,min_columns:6}}connectedCallback(){super.connectedCallback(),this.#i=setInterval(()=>{this.requestUpdate()},En)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#i),clearTimeout(this.#e)}render(){let{hass:e,config:n}=this;if(!e||!n)return d;let s=lt(e,n.device_id);if(!s)return this.#n(n.device_id?"choose_connector":"no_connectors");let i=vt(e,s);return h`<ha-card>
      ${this.#s(i,n)} ${this.#p(i)} ${this.#h(i)}
      ${n.show_controls===!1?d:this.#d(s,i)} ${this.#y()}
      ${n.show_plan===!1?d:h`<plug-control-plan
              .hass=${e}
              .connector=${s}
              .planned=${i.planned}
              .priceUnit=${i.priceUnit}
              .revision=${this.revision}
              @wish=${o=>this.#t(o.detail)}
            ></plug-control-plan>`}
      ${n.show_graph===!1?d:this.#f(s,i)}
    </ha-card>`}#n(e){return h`<ha-card><p class="secondary">${this.#o(e)}</p></ha-card>`}#s(e,n){let s=e.powerW!==void 0&&e.activity!=="offline";return h`<header class=${e.activity}>
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d=${ft[e.activity]}></path>
      </svg>
      <div class="name">
        <h2>${n.name??e.title}</h2>
        <span class="secondary">${this.#a(e)}</span>
      </div>
      ${s?h`<span class="power" aria-label=${this.#o("power")}
              >${this.#u.power(e.powerW??0)}</span
            >`:d}
    </header>`}#a(e){return e.activity!=="offline"?e.status:e.offlineSince?`${this.#o("offline_since")} ${this.#u.dateTime(e.offlineSince)}`:this.#o("offline")}#p(e){return!e.reason||e.activity==="offline"?d:h`<p class="reason" aria-live="polite">${e.reason}</p>`}#h(e){let n=this.#u,s=[];if(e.isRunning){if(e.sessionEnergyWh!==void 0&&s.push(["session",n.energy(e.sessionEnergyWh)]),e.sessionStart){let o=Math.max(0,(Date.now()-e.sessionStart.getTime())/1e3);s.push(["duration",se(o)])}e.person&&s.push(["person",e.person]),e.solarShare!==void 0&&s.push(["solar_share",`${n.number(e.solarShare,0)} %`])}e.stateOfCharge!==void 0&&s.push(["state_of_charge",`${n.number(e.stateOfCharge,0)} %`]);let i=e.activity==="charging"?e.currentsA:[];return!s.length&&!i.length?d:h`<dl>
      ${s.map(([o,a])=>h`<div>
            <dt>${this.#o(o)}</dt>
            <dd>${a}</dd>
          </div>`)}
      ${i.length?this.#l(i):d}
    </dl>`}#l(e){let n=e.map(s=>this.#u.current(s));return h`<div class="phases">
      <dt>${this.#o("amperes_per_phase")}</dt>
      <dd>${n.map((s,i)=>h`<span>L${i+1} ${s}</span>`)}</dd>
    </div>`}#d(e,n){let s=this.hass,i=s&&k(s,R(e,"select.charging_mode")),o=s&&k(s,R(e,"number.maximum_current"));return h`<plug-control-mode
        .hass=${s}
        .state=${i}
        .label=${this.#o("mode")}
        .revision=${this.revision}
        @choose=${a=>this.#c(e,"select.charging_mode","select_option",{option:a.detail})}
      ></plug-control-mode>
      ${x(o)?this.#r(e,o,n):d}
      <div class="buttons">
        ${this.#m(e,n)} ${this.#g(e,n)}
      </div>`}#r(e,n,s){return h`<plug-control-limit
      .state=${n}
      .label=${this.#o("limit")}
      .pausedText=${this.#o("paused")}
      .disabled=${s.activity==="offline"}
      .revision=${this.revision}
      @choose=${i=>this.#c(e,"number.maximum_current","set_value",{value:i.detail})}
    ></plug-control-limit>`}#m(e,n){let s=n.isRunning?"turn_off":"turn_on",i=n.activity==="plugged";return h`<button
      class=${i?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"}
      @click=${()=>this.#c(e,"switch.charging",s)}
    >
      ${this.#o(n.isRunning?"stop_charging":"start_charging")}
    </button>`}#g(e,n){let s=R(e,"switch.boost"),i=this.hass&&k(this.hass,s);if(!i)return d;let o=i.state==="on";return n.isOff&&!o?d:h`<button
      class=${o?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"&&!o}
      aria-pressed=${o?"true":"false"}
      title=${this.#o("boost_hint")}
      @click=${()=>this.#c(e,"switch.boost",o?"turn_off":"turn_on")}
    >
      ${this.#o("boost")}
    </button>`}#f(e,n){let s=R(e,"sensor.power");return s?h`<plug-control-graph
      .hass=${this.hass}
      .entity=${s}
      .planned=${n.planned}
      .prices=${n.prices}
      .priceUnit=${n.priceUnit}
    ></plug-control-graph>`:d}#y(){return h`<div role="alert">
      ${this.error?h`<p class="error">
              <span>${this.#o("failed")}: ${this.error}</span>
              <button
                aria-label=${this.#o("dismiss")}
                @click=${()=>{this.#_(void 0)}}
              >
                ✕
              </button>
            </p>`:d}
    </div>`}async#c(e,n,s,i={}){let o=R(e,n);o&&await this.#t({entityId:o,service:s,data:i})}async#t(e){this.hass&&(this.busy=!0,this.#_(await at(this.hass,e.entityId,e.service,e.data)),this.busy=!1,this.revision+=1)}#_(e){clearTimeout(this.#e),this.error=e,e!==void 0&&(this.#e=setTimeout(()=>{this.error=void 0},Sn))}get#u(){return this.hass?O(this.hass):new V({language:"en"},"UTC")}#o(e){return f(this.hass?.language,e)}};m([g({attribute:!1})],H.prototype,"hass",2),m([$()],H.prototype,"config",2),m([$()],H.prototype,"error",2),m([$()],H.prototype,"busy",2),m([$()],H.prototype,"revision",2);var L=36e5,wt=8*L,Tn=3*L,Cn=24*L,On=6e4,xe=320,T=72,kn=1400,Rn=6,Mn=[1,2,3,4,6,12],Dn=(r,t)=>r.map(({s:e,lu:n})=>{let s=Number(e);return{at:n*1e3,powerW:Number.isFinite(s)&&e!==""?s*t:0}}),Pn=(r,t,e,n,s)=>{let i=l=>(Math.max(l,t)-t)/(e-t)*xe,o=l=>T-Math.max(l,0)/s*T,a=r.filter((l,u)=>(r[u+1]?.at??n)>t),c=a[0];if(!c)return"";let p=a.map((l,u)=>{let y=a[u+1]?.at??n;return`V${o(l.powerW).toFixed(1)}H${i(y).toFixed(1)}`});return`M${i(c.at).toFixed(1)},${T}${p.join("")}V${T}Z`},Hn=(r,t)=>{let e=Math.max(t,...r.map(n=>n.end.getTime()));return e===t?t:Math.min(Math.max(e,t+L),t+Cn)},Nn=(r,t,e)=>{let n=Mn.find(i=>(t-r)/L/i<=Rn)??12,s=[];for(let i=Math.ceil(r/L)*L;i<=t;i+=L)e.hourOf(new Date(i))%n===0&&s.push(i);return s},xt=(r,t,e)=>{let n=r.filter(i=>i.end.getTime()>t&&i.start.getTime()<e),s=n.map(i=>i.price);return{seen:n,least:Math.min(...s),most:Math.max(...s)}},E=class extends b{constructor(){super(...arguments);this.entity="";this.planned=[];this.prices=[];this.priceUnit="";this.empty=!0;this.points=[]}#e;static{this.styles=[A,v`
      :host([empty]) {
        display: none;
      }
      svg {
        display: block;
        width: 100%;
        height: 72px;
        overflow: visible;
      }
      svg * {
        vector-effect: non-scaling-stroke;
      }
      .power {
        fill: color-mix(in srgb, var(--primary-color) 35%, transparent);
        stroke: var(--primary-color);
        stroke-width: 1.5;
      }
      .plan {
        fill: color-mix(in srgb, var(--primary-color) 18%, transparent);
        stroke: var(--primary-color);
        stroke-dasharray: 3 2;
      }
      .plan.solar {
        fill: color-mix(in srgb, var(--energy-solar-color, #ff9800) 25%, transparent);
        stroke: var(--energy-solar-color, #ff9800);
      }
      .price {
        fill: none;
        stroke: var(--secondary-text-color);
        stroke-width: 1.5;
      }
      .base,
      .hour {
        stroke: var(--divider-color);
      }
      .now {
        stroke: var(--error-color, #db4437);
        stroke-width: 1.5;
      }
      .axis {
        position: relative;
        display: flex;
        justify-content: space-between;
        gap: 8px;
        min-height: 16px;
        font-size: var(--ha-font-size-xs, 11px);
        color: var(--secondary-text-color);
      }
      .hours span {
        position: absolute;
        transform: translateX(-50%);
        white-space: nowrap;
      }
      .hours span.first {
        transform: none;
      }
      .hours span.last {
        transform: translateX(-100%);
      }
    `]}connectedCallback(){super.connectedCallback(),this.#e=setInterval(()=>{this.#i()},On)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#e)}willUpdate(e){e.has("entity")&&this.#i(),this.empty=!this.planned.length&&this.points.every(n=>n.powerW<=0)}async#i(){let{hass:e,entity:n}=this;if(!e||!n)return;let s=e.states[n]?.attributes.unit_of_measurement;try{let i=await e.callWS({type:"history/history_during_period",start_time:new Date(Date.now()-wt).toISOString(),entity_ids:[n],minimal_response:!0,no_attributes:!0,significant_changes_only:!1});n===this.entity&&(this.points=Dn(i[n]??[],s==="kW"?1e3:1))}catch{this.points=[]}}render(){let e=this.hass;if(!e||this.empty)return d;let n=Date.now(),s=n-(this.planned.length?Tn:wt),i=Hn(this.planned,n),o=Math.max(kn,...this.points.map(l=>l.powerW)),a=O(e),c=this.points.some(l=>l.powerW>0)?a.power(o):"",p=Nn(s,i,a);return h`<div class="axis" aria-hidden="true">
        <span>${c}</span><span>${this.#l(s,i,a)}</span>
      </div>
      <svg
        viewBox="0 0 ${xe} ${T}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${this.#d(a)}
      >
        ${p.map(l=>this.#s("hour",l,s,i))}
        ${this.planned.map(l=>this.#p(l,s,i))}
        <path class="power" d=${Pn(this.points,s,i,n,o)}></path>
        ${this.#h(s,i)}
        <line class="base" x1="0" x2=${xe} y1=${T} y2=${T}></line>
        ${this.#s("now",n,s,i)}
      </svg>
      <div class="axis hours" aria-hidden="true">
        ${p.map(l=>this.#a(l,s,i,a))}
      </div>`}#n(e,n,s){return(Math.min(Math.max(e,n),s)-n)/(s-n)*xe}#s(e,n,s,i){let o=this.#n(n,s,i);return fe`<line class=${e} y1="0" y2=${T} x1=${o} x2=${o}></line>`}#a(e,n,s,i){let o=(e-n)/(s-n),a=o<.04?"first":o>.96?"last":"";return h`<span class=${a} style="left: ${(o*100).toFixed(1)}%"
      >${i.time(new Date(e))}</span
    >`}#p(e,n,s){let i=this.#n(e.start.getTime(),n,s),o=this.#n(e.end.getTime(),n,s)-i;return fe`<rect class=${e.solar?"plan solar":"plan"} x=${i} y="12" width=${o} height=${T-12}></rect>`}#h(e,n){if(!this.planned.length)return d;let{seen:s,least:i,most:o}=xt(this.prices,e,n);if(!s.length)return d;let a=p=>o>i?6+(1-(p-i)/(o-i))*(T-12):T/2,c=s.map((p,l)=>{let u=this.#n(p.start.getTime(),e,n).toFixed(1),y=this.#n(p.end.getTime(),e,n).toFixed(1);return`${l?"L":"M"}${u},${a(p.price).toFixed(1)}H${y}`});return fe`<path class="price" d=${c.join("")}></path>`}#l(e,n,s){if(!this.planned.length)return"";let{seen:i,least:o,most:a}=xt(this.prices,e,n);return i.length?`${this.#r("price")} ${s.price(o)}–${s.price(a,this.priceUnit)}`:""}#d(e){let n=Math.max(0,...this.points.map(a=>a.powerW)),s=new Date,i=this.planned.map(a=>e.span(a.start,a.end,s)),o=i.length?`. ${this.#r("plan_planned")}: ${i.join(", ")}`:"";return`${this.#r("history")}: ≤ ${e.power(n)}${o}`}#r(e){return f(this.hass?.language,e)}};m([g({attribute:!1})],E.prototype,"hass",2),m([g()],E.prototype,"entity",2),m([g({attribute:!1})],E.prototype,"planned",2),m([g({attribute:!1})],E.prototype,"prices",2),m([g()],E.prototype,"priceUnit",2),m([g({type:Boolean,reflect:!0})],E.prototype,"empty",2),m([$()],E.prototype,"points",2);var Ae=6,Wn=300,Ln=(r,t)=>r===0||r>=Ae?r:r<t&&r<Ae/2?0:Ae,M=class extends b{constructor(){super(...arguments);this.label="";this.pausedText="";this.disabled=!1;this.revision=0}#e;static{this.styles=[A,v`
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
        appearance: none;
        background: none;
        cursor: pointer;
        --track: linear-gradient(
            to right,
            var(--primary-color) var(--share),
            color-mix(in srgb, var(--primary-text-color) 15%, transparent) var(--share)
          )
          no-repeat;
      }
      input::-webkit-slider-runnable-track {
        height: 8px;
        border-radius: 4px;
        background: var(--track);
      }
      input::-moz-range-track {
        height: 8px;
        border-radius: 4px;
        background: var(--track);
      }
      input::-webkit-slider-thumb {
        appearance: none;
        width: 22px;
        height: 22px;
        margin-top: -7px;
        border: 2px solid var(--card-background-color, #fff);
        border-radius: 50%;
        background: var(--primary-color);
      }
      input::-moz-range-thumb {
        width: 18px;
        height: 18px;
        border: 2px solid var(--card-background-color, #fff);
        border-radius: 50%;
        background: var(--primary-color);
      }
      output {
        font-weight: var(--ha-font-weight-medium, 500);
      }
    `]}disconnectedCallback(){super.disconnectedCallback(),this.#e!==void 0&&this.#a()}willUpdate(e){e.has("revision")&&this.#e===void 0&&(this.dragged=void 0)}render(){let e=Number(this.state?.state);if(!this.state||!Number.isFinite(e))return d;let n=this.dragged??e,s=Number(this.state.attributes.max??32),i=n===0?this.pausedText:`${n} A`;return h`<div>
      <label for="limit">${this.label}</label>
      <output for="limit">${i}</output>
      <input
        id="limit"
        type="range"
        min="0"
        step="1"
        max=${s}
        style="--share: ${(n/s*100).toFixed(1)}%"
        .value=${String(n)}
        aria-valuetext=${i}
        ?disabled=${this.disabled}
        @input=${o=>{this.#i(o.target,e)}}
        @keydown=${o=>{this.#n(o,n)}}
        @change=${()=>{this.#s()}}
      />
    </div>`}#i(e,n){this.dragged=Ln(Number(e.value),this.dragged??n),e.value=String(this.dragged)}#n(e,n){n!==Ae||!["ArrowLeft","ArrowDown"].includes(e.key)||(e.preventDefault(),this.dragged=0,this.#s())}#s(){clearTimeout(this.#e),this.#e=setTimeout(()=>{this.#a()},Wn)}#a(){clearTimeout(this.#e),this.#e=void 0,this.dragged===Number(this.state?.state)&&(this.dragged=void 0),this.dragged!==void 0&&this.dispatchEvent(new CustomEvent("choose",{detail:this.dragged}))}};m([g({attribute:!1})],M.prototype,"state",2),m([g()],M.prototype,"label",2),m([g()],M.prototype,"pausedText",2),m([g({type:Boolean})],M.prototype,"disabled",2),m([g({type:Number})],M.prototype,"revision",2),m([$()],M.prototype,"dragged",2);var Z={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},At=r=>(...t)=>({_$litDirective$:r,values:t}),Se=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,n){this._$Ct=t,this._$AM=e,this._$Ci=n}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};var{I:Nr}=rt;var St=r=>r.strings===void 0;var Un={},Et=(r,t=Un)=>r._$AH=t;var C=At(class extends Se{constructor(r){if(super(r),r.type!==Z.PROPERTY&&r.type!==Z.ATTRIBUTE&&r.type!==Z.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!St(r))throw Error("`live` bindings can only contain a single expression")}render(r){return r}update(r,[t]){if(t===w||t===d)return t;let e=r.element,n=r.name;if(r.type===Z.PROPERTY){if(t===e[n])return w}else if(r.type===Z.BOOLEAN_ATTRIBUTE){if(!!t===e.hasAttribute(n))return w}else if(r.type===Z.ATTRIBUTE&&e.getAttribute(n)===t+"")return w;return Et(r),t}});var N=class extends b{constructor(){super(...arguments);this.label="";this.disabled=!1;this.revision=0}static{this.styles=[A,v`
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
        background: var(--fill);
        color: var(--on-fill);
        font-weight: var(--ha-font-weight-medium, 500);
      }
      label:has(:focus-visible) {
        outline: 2px solid var(--primary-color);
        outline-offset: 2px;
      }
    `]}render(){let{state:e}=this,n=e?.attributes.options;return!e||!Array.isArray(n)?d:h`<fieldset ?disabled=${this.disabled}>
      <legend>${this.label}</legend>
      ${n.map(s=>this.#e({...e,state:s}))}
    </fieldset>`}#e(e){return h`<label>
      <input
        type="radio"
        name="mode"
        .value=${e.state}
        .checked=${C(this.state?.state===e.state)}
        @change=${()=>this.dispatchEvent(new CustomEvent("choose",{detail:e.state}))}
      />
      <span>${this.hass?.formatEntityState?.(e)??e.state}</span>
    </label>`}};m([g({attribute:!1})],N.prototype,"hass",2),m([g({attribute:!1})],N.prototype,"state",2),m([g()],N.prototype,"label",2),m([g({type:Boolean})],N.prototype,"disabled",2),m([g({type:Number})],N.prototype,"revision",2);var Tt=5,Ie=r=>String(r).padStart(2,"0"),W=class extends b{constructor(){super(...arguments);this.planned=[];this.priceUnit="";this.revision=0}static{this.styles=[A,v`
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
      fieldset {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 4px;
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0 0 4px;
        font-size: var(--ha-font-size-m, 14px);
      }
      ul {
        display: grid;
        gap: 4px;
        margin: 8px 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 12px;
      }
    `]}render(){let{hass:e,connector:n}=this,s=n&&this.#l("switch.plan");if(!e||!n||!s)return d;let i=O(e);return h`<details>
      <summary>
        <span>${this.#r("plan")}</span><span>${this.#e(s,i)}</span>
      </summary>
      <div class="fields">
        <label class="on">
          <span
            ><input
              type="checkbox"
              .checked=${C(s.state==="on")}
              @change=${o=>{let a=o.target.checked;this.#d("switch.plan",a?"turn_on":"turn_off")}}
            />${this.#r("plan_use")}</span
          >
        </label>
        ${this.#s("number.target_energy","energy_kwh")}
        ${this.#s("number.target_soc","target_soc")} ${this.#a(i)}
        ${this.#h()}
      </div>
      ${s.state==="on"?this.#i(i):d}
    </details>`}#e(e,n){if(e.state!=="on")return this.#r("plan_none");let s=n.timeOfDay(this.#l("time.ready_by")?.state??""),i=this.planned[0];if(!i)return s&&`${this.#r("ready_by")} ${s}`;let o=this.planned.length>1?` +${this.planned.length-1}`:"";return`${n.span(i.start,i.end,new Date)}${o} → ${s}`}#i(e){if(!this.planned.length)return d;let n=new Date;return h`<ul aria-label=${this.#r("plan_planned")}>
      ${this.planned.map(s=>h`<li>
            <span>${e.span(s.start,s.end,n)}</span>
            <span class="secondary">${this.#n(s,e)}</span>
          </li>`)}
    </ul>`}#n(e,n){let s=e.price===void 0?"":n.price(e.price,this.priceUnit);return[...e.currentA===void 0?[]:[`${n.number(e.currentA,0)} A`],...e.solar?[this.#r("sun")]:[s].filter(Boolean)].join(" · ")}#s(e,n){let s=this.#l(e);if(!x(s))return d;let{min:i,max:o,step:a}=s.attributes;return h`<label>
      <span>${this.#r(n)}</span>
      <input
        type="number"
        min=${i??d}
        max=${o??d}
        step=${a??"any"}
        .value=${C(s.state)}
        @change=${c=>{let p=c.target;!p.reportValidity()||p.value===""||this.#d(e,"set_value",{value:Number(p.value)})}}
      />
    </label>`}#a(e){let n=this.#l("time.ready_by"),[s,i]=(n?.state??"").split(":").map(Number);if(!x(n)||s===void 0||i===void 0)return d;let o=Array.from({length:60/Tt},(l,u)=>u*Tt),a=[...new Set([...o,i])].sort((l,u)=>l-u),c=Array.from({length:24},(l,u)=>u),p=l=>{let u={hour:s,minute:i,...l},y=`${Ie(u.hour)}:${Ie(u.minute)}:00`;this.#d("time.ready_by","set_value",{time:y})};return h`<fieldset>
      <legend>${this.#r("ready_by")}</legend>
      ${this.#p("hour",c,s,e.hour,l=>{p({hour:l})})}
      ${this.#p("minute",a,i,Ie,l=>{p({minute:l})})}
    </fieldset>`}#p(e,n,s,i,o){return h`<select
      aria-label=${this.#r(e)}
      @change=${a=>{o(Number(a.target.value))}}
    >
      ${n.map(a=>h`<option value=${a} .selected=${C(a===s)}>
            ${i(a)}
          </option>`)}
    </select>`}#h(){let e=this.#l("select.plan_repeat"),n=e?.attributes.options;return!e||!Array.isArray(n)?d:h`<label>
      <span>${this.#r("every")}</span>
      <select
        @change=${s=>{let i=s.target.value;this.#d("select.plan_repeat","select_option",{option:i})}}
      >
        ${n.map(s=>h`<option value=${s} .selected=${C(s===e.state)}>
              ${this.hass?.formatEntityState?.({...e,state:s})??s}
            </option>`)}
      </select>
    </label>`}#l(e){if(!(!this.hass||!this.connector))return k(this.hass,R(this.connector,e))}#d(e,n,s){let i=this.connector&&R(this.connector,e);if(!i)return;let o={entityId:i,service:n,...s&&{data:s}};this.dispatchEvent(new CustomEvent("wish",{detail:o}))}#r(e){return f(this.hass?.language,e)}};m([g({attribute:!1})],W.prototype,"hass",2),m([g({attribute:!1})],W.prototype,"connector",2),m([g({attribute:!1})],W.prototype,"planned",2),m([g()],W.prototype,"priceUnit",2),m([g({type:Number})],W.prototype,"revision",2);var Ct=["session_id","charge_point_id","charge_point_name","connector_id","id_tag","card_name","started_at","stopped_at","energy_wh","energy_estimated","time_estimated","meter_start_wh","meter_stop_wh","peak_power_w","stop_reason"],Fn=/^[=+\-@\t\r]/,In=r=>{if(r==null)return"";if(typeof r=="number"||typeof r=="boolean")return String(r);let t=typeof r=="string"?r:JSON.stringify(r),e=Fn.test(t)?`'${t}`:t;return/[",\r\n;]/.test(e)?`"${e.replaceAll('"','""')}"`:e},Ot=r=>[Ct.join(","),...r.map(t=>Ct.map(e=>In(t[e])).join(","))].map(t=>`${t}\r
`).join("");var Ee=r=>r.card_name??r.id_tag??"",kt=r=>r.reduce((t,e)=>t+e.energy_wh,0),Rt=(r,t)=>{let e=new Map;for(let a of r){let c=a.started_at??a.stopped_at;if(!c)continue;let p=t.dayOf(new Date(c));e.set(p,(e.get(p)??0)+a.energy_wh)}let n=[...e.keys()].sort(),[s,i]=[n[0],n.at(-1)];if(!s||!i)return[];let o=[];for(let a=new Date(`${s}T00:00Z`);;a=new Date(a.getTime()+864e5)){let c=a.toISOString().slice(0,10);if(o.push({label:t.dayAndMonth(c),energyWh:e.get(c)??0}),c>=i)return o}},Mt=r=>r.started_at&&r.stopped_at?(Date.parse(r.stopped_at)-Date.parse(r.started_at))/1e3:void 0;var Dt=v`
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
`;var Pt=30,zn=6e4,Bn=5e3,Ht=864e5,Vn=200,S=class extends b{constructor(){super(...arguments);this.device="";this.person="";this.from="";this.to="";this.#i=0}#e;#i;static{this.styles=[A,Dt]}static getConfigForm(){return{schema:[{name:"device_id",selector:{device:{integration:j}}},{name:"days",selector:{number:{min:1,max:3660,mode:"box"}}}],computeLabel:Ue}}static getStubConfig(){return{days:Pt}}setConfig(e){this.config=e,this.device=e.device_id??"",this.from="",this.to="",this.hass&&this.#n()}getCardSize(){return 8}getGridOptions(){return{columns:"full",min_columns:6}}connectedCallback(){super.connectedCallback(),this.hass&&this.config&&this.#n()}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#e)}updated(e){e.has("hass")&&e.get("hass")===void 0&&this.#n()}#n(){let e=n=>this.#c.dayOf(new Date(Date.now()-n*Ht));this.from||=e(this.config?.days??Pt),this.to||=e(0),this.#s()}async#s(){clearTimeout(this.#e);let{hass:e}=this;if(!e)return;let n=this.#i+=1,s=zn;try{let{sessions:i}=await _e(e,"get_sessions",this.#a());if(n!==this.#i)return;this.sessions=i.toReversed(),this.error=void 0}catch(i){if(n!==this.#i)return;this.error=await re(e,i),s=Bn}this.isConnected&&(this.#e=setTimeout(()=>{this.#s()},s))}#a(){let e=this.#c,n=o=>new Date(Date.parse(`${o}T00:00Z`)+Ht).toISOString().slice(0,10),s=this.from&&e.midnight(this.from).toISOString(),i=this.to&&e.midnight(n(this.to)).toISOString();return{...this.device&&{device_id:this.device},...s&&{start:s},...i&&{end:i}}}render(){let{hass:e}=this;return!e||!this.config?d:h`<ha-card>
      <h2>${this.#t("sessions")}</h2>
      ${this.#l(e)} ${this.#p()}
    </ha-card>`}#p(){if(!this.sessions)return h`<p class="secondary" role="status">
        ${this.#t(this.error?"not_loaded":"loading")}
      </p>`;let e=this.#h();return e.length?h`${this.#r(e)} ${this.#m(e)} ${this.#g(e)}`:h`<p class="secondary">${this.#t("no_sessions")}</p>`}#h(){let e=this.sessions??[];return this.person?e.filter(n=>Ee(n)===this.person):e}#l(e){let n=K(e),s=[...new Set((this.sessions??[]).map(Ee))].filter(Boolean).sort();return h`<div class="filters">
      <label
        ><span>${this.#t("connector")}</span>
        <select
          @change=${i=>{this.device=i.target.value,this.#s()}}
        >
          <option value="">${this.#t("connectors_all")}</option>
          ${n.map(i=>h`<option value=${i.deviceId} .selected=${C(i.deviceId===this.device)}>
                ${be(e,i)}
              </option>`)}
        </select></label
      >
      <label
        ><span>${this.#t("person")}</span>
        <select
          @change=${i=>{this.person=i.target.value}}
        >
          <option value="">${this.#t("persons_all")}</option>
          ${s.map(i=>h`<option .selected=${C(i===this.person)}>${i}</option>`)}
        </select></label
      >
      ${this.#d("from")} ${this.#d("to")}
    </div>`}#d(e){return h`<label
      ><span>${this.#t(e)}</span>
      <input
        type="date"
        .value=${C(this[e])}
        @change=${n=>{this[e]=n.target.value,this.#s()}}
    /></label>`}#r(e){return h`<div class="totals">
      <span
        ><b>${this.#c.energy(kt(e))}</b>
        <span class="secondary">${this.#t("energy_total")} (${e.length})</span></span
      >
      <button
        @click=${()=>{this.#y(e)}}
      >
        ${this.#t("csv")}
      </button>
    </div>`}#m(e){let n=Rt(e,this.#c),s=Math.max(...n.map(i=>i.energyWh),1);return h`<div class="chart" role="img" aria-label=${this.#t("energy_total")}>
        ${n.map(i=>h`<div
              class="bar"
              style="height:${(i.energyWh/s*100).toFixed(1)}%"
              title="${i.label}: ${this.#c.energy(i.energyWh)}"
            ></div>`)}
      </div>
      <div class="axis secondary" aria-hidden="true">
        <span>${n[0]?.label}</span>
        ${n.length>1?h`<span>${n.at(-1)?.label}</span>`:d}
      </div>`}#g(e){let n=new Set(e.map(i=>i.charge_point_id)).size>1,s=i=>i?this.#c.dateTime(new Date(i)):"–";return h`<div class="scroll" tabindex="0" role="region" aria-label=${this.#t("sessions")}>
      <table>
        <thead>
          <tr>
            <th>${this.#t("start")}</th>
            ${n?h`<th>${this.#t("wallbox")}</th>`:d}
            <th>${this.#t("person")}</th>
            <th class="number">${this.#t("energy")}</th>
            <th class="number">${this.#t("duration")}</th>
            <th class="number">${this.#t("peak_power")}</th>
          </tr>
        </thead>
        <tbody>
          ${e.slice(0,Vn).map(i=>h`<tr>
                <td>${s(i.started_at??i.stopped_at)}</td>
                ${n?h`<td>${i.charge_point_name??i.charge_point_id}</td>`:d}
                <td>${Ee(i)}</td>
                <td class="number">
                  ${i.energy_estimated?h`<abbr title=${this.#t("estimated")}>≈</abbr> `:d}${this.#c.energy(i.energy_wh)}
                </td>
                <td class="number">${this.#f(i)}</td>
                <td class="number">
                  ${i.peak_power_w===null?"–":this.#c.power(i.peak_power_w)}
                </td>
              </tr>`)}
        </tbody>
      </table>
    </div>`}#f(e){let n=Mt(e);return n!==void 0?se(n):e.stopped_at===null?this.#t("running"):"–"}#y(e){let n=URL.createObjectURL(new Blob([Ot(e)],{type:"text/csv;charset=utf-8"})),s=document.createElement("a");s.href=n,s.download=`plug-control-${this.from}-${this.to}.csv`,s.click(),setTimeout(()=>{URL.revokeObjectURL(n)})}get#c(){return this.hass?O(this.hass):new V({language:"en"},"UTC")}#t(e){return f(this.hass?.language,e)}};m([g({attribute:!1})],S.prototype,"hass",2),m([$()],S.prototype,"config",2),m([$()],S.prototype,"sessions",2),m([$()],S.prototype,"error",2),m([$()],S.prototype,"device",2),m([$()],S.prototype,"person",2),m([$()],S.prototype,"from",2),m([$()],S.prototype,"to",2);var jn=10,Zn=3e3,qn=r=>new Promise(t=>{setTimeout(t,r)}),Kn=(r,t)=>({title:"Plug Control",views:[{title:"Plug Control",cards:[{type:"markdown",content:`${f(r.language,"not_loaded")}

\`${t}\``}]}]}),Te=class extends HTMLElement{static async generate(t,e,n=qn){for(let s=1;;s+=1)try{return await _e(e,"get_dashboard",{language:e.language})}catch(i){if(s===jn)return Kn(e,await re(e,i));await n(Zn)}}};var Yn={"plug-control-mode":N,"plug-control-limit":M,"plug-control-plan":W,"plug-control-graph":E,"plug-control-card":H,"plug-control-sessions-card":S,"ll-strategy-dashboard-plug-control":Te},Gn=(r,t)=>{let e=r.entities[t];return e?.platform!==j||!e.device_id?null:{config:{type:"custom:plug-control-card",device_id:e.device_id}}},Jn=()=>{let r=document.documentElement.lang||navigator.language,t=window;(t.customCards??=[]).push({type:"plug-control-card",name:"Plug Control",description:f(r,"card_description"),preview:!0,getEntitySuggestion:Gn},{type:"plug-control-sessions-card",name:`Plug Control: ${f(r,"sessions")}`,description:f(r,"sessions_description"),preview:!0}),(t.customStrategies??=[]).push({type:"plug-control",strategyType:"dashboard",name:"Plug Control",description:f(r,"dashboard_description")})},Xn=Promise.race(["home-assistant","hc-main"].map(r=>customElements.whenDefined(r)));Jn();Xn.then(()=>{for(let[r,t]of Object.entries(Yn))customElements.get(r)||customElements.define(r,t)});
